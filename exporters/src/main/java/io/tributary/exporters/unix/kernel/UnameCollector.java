package io.tributary.exporters.unix.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What the machine and its kernel call themselves.
public final class UnameCollector implements Collector {
  /// The fields of `struct utsname`, in order.
  private static final String[] FIELDS = {
    "sysname", "nodename", "release", "version", "machine", "domainname"
  };

  private static final int FIELD_BYTES = 65;

  @Override
  public void collect(Families out) throws IOException {
    ByteBuffer names = LibC.uname();
    String[] labels = new String[2 * FIELDS.length];
    for (int i = 0; i < FIELDS.length; i++) {
      labels[2 * i] = FIELDS[i];
      labels[2 * i + 1] = text(names, i * FIELD_BYTES);
    }
    out.gauge(
        "node_uname_info",
        "Labeled system information as provided by the uname system call.",
        1,
        labels);
  }

  private static String text(ByteBuffer bytes, int from) {
    int end = from;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - from];
    bytes.get(from, text);
    return new String(text, UTF_8);
  }
}

package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneNameTest {
  @TempDir Path folder;

  @Test
  void readsTheNameThatFitsOffsetAndSeason() throws IOException {
    Path file = Files.write(folder.resolve("zone"), wide());
    assertThat(ZoneName.read(file, 3600, false)).isEqualTo("CET");
    assertThat(ZoneName.read(file, 7200, true)).isEqualTo("CEST");
    assertThat(ZoneName.read(file, 7200, false)).isEmpty();
  }

  @Test
  void passesOverWhatIsNoZone() throws IOException {
    Path file = Files.writeString(folder.resolve("zone"), "something of some length, but no zone");
    assertThat(ZoneName.read(file, 0, false)).isEmpty();
    assertThat(ZoneName.read(folder, 0, false)).isEmpty();
  }

  @Test
  void hasANameWhereThereAreNoFiles() {
    assertThat(ZoneName.of(ZoneOffset.UTC, Instant.EPOCH)).isNotEmpty();
    assertThat(ZoneName.of(ZoneId.of("+03:30"), Instant.EPOCH)).isEqualTo("+03:30");
  }

  /// An empty block of version 1, then one with two types and a time for each.
  private static byte[] wide() {
    byte[] names = "LMT\0CET\0CEST\0".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer out = ByteBuffer.allocate(200);
    header(out, 0, 0, 0);
    header(out, 2, 2, names.length);
    out.putLong(1000).putLong(2000);
    out.put((byte) 0).put((byte) 1);
    out.putInt(3600).put((byte) 0).put((byte) 4);
    out.putInt(7200).put((byte) 1).put((byte) 8);
    out.put(names);
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private static void header(ByteBuffer out, int times, int types, int chars) {
    out.put("TZif2".getBytes(StandardCharsets.ISO_8859_1)).put(new byte[15]);
    out.putInt(0).putInt(0).putInt(0).putInt(times).putInt(types).putInt(chars);
  }
}

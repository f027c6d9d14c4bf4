package io.tributary.bench.fleet;

import io.tributary.bench.fleet.FleetSettings.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/// Pages of the fleet for benchmarks that have no network: consecutive scrapes of one target.
public final class SamplePages {
  /// Rows of a page, the one that numbers the scrapes included.
  public static final int ROWS = 1001;

  private static final int PADDING_BYTES = 16;
  private static final long SEED = 1;

  private SamplePages() {}

  /// `scrapes` bodies of target number `index`, each with [#PADDING_BYTES] of room behind it.
  public static byte[][] bodies(int index, int scrapes) {
    var settings = new FleetSettings(Mode.SIMILAR, index + 1, ROWS - 1, false, SEED);
    var target = new Target(settings, index, scrapes);
    var bodies = new byte[scrapes][];
    for (int i = 0; i < scrapes; i++) {
      bodies[i] = body(target.respond(false));
    }
    return bodies;
  }

  public static int length(byte[] body) {
    return body.length - PADDING_BYTES;
  }

  /// The body as one gzip member.
  public static byte[] gzip(byte[] body) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(body, 0, length(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] body(ByteBuffer[] response) {
    var out = new ByteArrayOutputStream();
    // The first buffer is the head.
    for (var buffer : Arrays.asList(response).subList(1, response.length)) {
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      out.writeBytes(bytes);
    }
    out.writeBytes(new byte[PADDING_BYTES]);
    return out.toByteArray();
  }
}

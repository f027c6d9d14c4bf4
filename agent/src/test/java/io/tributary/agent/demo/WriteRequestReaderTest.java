package io.tributary.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.snappy.SnappyCompressor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteRequestReaderTest {
  private final WriteRequestReader reader = new WriteRequestReader();

  @Test
  void countsBothVersions() {
    byte[] sample = {9, 0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f, 16, 1};
    byte[] v1 =
        message(1, concat(message(1, concat(text(1, "a"), text(2, "b"))), message(2, sample)));
    assertThat(reader.read(snappy(v1), false)).isEqualTo(new WriteRequestReader.Counts(1, 0, 0));

    byte[] refs = {1, 2};
    byte[] series =
        concat(message(1, refs), message(2, sample), message(2, sample), message(3, sample));
    byte[] v2 = concat(text(4, ""), text(4, "a"), text(4, "b"), message(5, series));
    assertThat(reader.read(snappy(v2), true)).isEqualTo(new WriteRequestReader.Counts(2, 1, 0));
    assertThat(reader.seriesCount()).isEqualTo(1);
  }

  @Test
  void refusesGarbageWithOneKindOfException() {
    long seed = 42;
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      byte[] body = i % 2 == 0 ? noise : snappy(noise);
      try {
        reader.read(body, random.nextBoolean());
      } catch (IllegalArgumentException _) {
        // Said so, which is all that is asked.
      }
    }
    assertThatThrownBy(() -> reader.read(new byte[] {(byte) 0xff, -1, -1, -1, 7}, true))
        .as("seed %d", seed)
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] snappy(byte[] body) {
    SnappyCompressor compressor = SnappyCompressor.create();
    byte[] out = new byte[compressor.maxCompressedLength(body.length)];
    return Arrays.copyOf(out, compressor.compress(body, 0, body.length, out, 0, out.length));
  }

  private static byte[] text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] message(int field, byte[] body) {
    return concat(new byte[] {(byte) (field << 3 | 2), (byte) body.length}, body);
  }

  private static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}

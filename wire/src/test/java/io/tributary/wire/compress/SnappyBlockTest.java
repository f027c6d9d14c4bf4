package io.tributary.wire.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnappyBlockTest {
  @Test
  void everyDecoderReadsAnyElements() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var block = new SnappyBlock();
      // Reused: what was there before must not show.
      for (int round = 0; round < 2; round++) {
        byte[] message = write(block, random);
        byte[] bytes = Arrays.copyOfRange(block.bytes(), block.start(), block.end());
        String as = "seed %d, round %d".formatted(seed, round);
        assertThat(org.xerial.snappy.Snappy.uncompress(bytes)).as(as).isEqualTo(message);
        assertThat(PlainUnsnappy.decode(bytes)).as(as).isEqualTo(message);
        byte[] third = new byte[message.length];
        int length =
            new SnappyJavaDecompressor().decompress(bytes, 0, bytes.length, third, 0, third.length);
        assertThat(length).as(as).isEqualTo(message.length);
        assertThat(third).as(as).isEqualTo(message);
      }
    }
  }

  private static byte[] write(SnappyBlock block, Random random) {
    block.clear();
    var message = new ByteArrayOutputStream();
    int elements = random.nextInt(60);
    for (int i = 0; i < elements; i++) {
      block.reserve(1 << 18);
      int size = message.size();
      switch (size == 0 ? 0 : random.nextInt(5)) {
        case 0 -> {
          int[] lengths = {0, 1, 8, 9, 59, 60, 61, 62, 255, 256, 257, 65_536, 65_537, 100_000};
          byte[] bytes = new byte[lengths[random.nextInt(lengths.length)] + 3];
          random.nextBytes(bytes);
          block.literal(bytes, 3, bytes.length - 3);
          message.write(bytes, 3, bytes.length - 3);
        }
        case 1 -> {
          long value = random.nextLong();
          int length = 1 + random.nextInt(8);
          block.literal(value, length);
          for (int b = 0; b < length; b++) {
            message.write((int) (value >>> (8 * b)));
          }
        }
        case 2 -> {
          byte[] part =
              ("part " + i + " ").repeat(random.nextInt(3_000)).getBytes(StandardCharsets.UTF_8);
          block.append(new Snappy(random.nextBoolean()), part, 0, part.length);
          message.writeBytes(part);
        }
        default -> {
          int[] edges = {1, 4, 2_047, 2_048, 65_535, 65_536, size};
          int offset =
              random.nextBoolean()
                  ? 1 + random.nextInt(size)
                  : Math.min(size, edges[random.nextInt(edges.length)]);
          int length = 1 + random.nextInt(SnappyBlock.MAX_COPY);
          block.copy(offset, length);
          byte[] so = Arrays.copyOf(message.toByteArray(), size + length);
          for (int b = size; b < so.length; b++) {
            so[b] = so[b - offset];
          }
          message.write(so, size, length);
        }
      }
    }
    block.finish(message.size());
    return message.toByteArray();
  }
}

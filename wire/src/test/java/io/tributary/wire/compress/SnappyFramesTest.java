package io.tributary.wire.compress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyFramedOutputStream;

class SnappyFramesTest {
  private static byte[] framed(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var framed = new SnappyFramedOutputStream(out)) {
      framed.write(plain);
    }
    return out.toByteArray();
  }

  @Test
  void readsWhatTheReferenceWrites() throws IOException {
    long seed = 11;
    var random = new Random(seed);
    for (int length : new int[] {0, 1, 17, 1_000, 65_536, 200_000}) {
      byte[] plain = new byte[length];
      for (int i = 0; i < length; i++) {
        plain[i] = (byte) (random.nextInt(10) < 7 ? 'a' : random.nextInt());
      }
      assertThat(SnappyFrames.decode(framed(plain), length))
          .as("%d bytes, seed %d", length, seed)
          .isEqualTo(plain);
    }
  }

  @Test
  void nothingIsNothing() {
    assertThat(SnappyFrames.decode(new byte[0], 10)).isEmpty();
  }

  @Test
  void endsSoonBehindTheBound() throws IOException {
    assertThat(SnappyFrames.decode(framed(new byte[1 << 20]), 10)).hasSize(1 << 16);
  }

  @Test
  void skipsPaddingAndRefusesWhatItDoesNotKnow() throws IOException {
    byte[] framed = framed("hello".getBytes(UTF_8));
    assertThat(SnappyFrames.decode(with(framed, "fe020000abab"), 10)).asString().isEqualTo("hello");
    for (String chunk :
        new String[] {"02020000abab", "fe02", "fe020000ab", "000000", "0001000000"}) {
      byte[] bad = with(framed, chunk);
      assertThatThrownBy(() -> SnappyFrames.decode(bad, 10))
          .as(chunk)
          .isInstanceOf(WireException.class)
          .hasMessageStartingWith("cannot decode snappy: ");
    }
  }

  private static byte[] with(byte[] framed, String more) {
    byte[] chunk = HexFormat.of().parseHex(more);
    byte[] all = Arrays.copyOf(framed, framed.length + chunk.length);
    System.arraycopy(chunk, 0, all, framed.length, chunk.length);
    return all;
  }

  /// A block of four bytes that says it has two gigabytes, and every single bit turned round.
  @Test
  void doesNotBelieveABrokenInput() throws IOException {
    byte[] huge =
        HexFormat.of().parseHex("ff060000734e61507059" + "00090000" + "00000000ffffffff07");
    assertThatThrownBy(() -> SnappyFrames.decode(huge, 10)).isInstanceOf(WireException.class);
    byte[] framed = framed("hello hello hello hello".getBytes(UTF_8));
    for (int bit = 0; bit < framed.length * 8; bit++) {
      byte[] broken = framed.clone();
      broken[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        // What is left after a broken head may be skipped; wrong bytes never come.
        assertThat(new String(SnappyFrames.decode(broken, 100), UTF_8))
            .isIn("", "hello hello hello hello");
      } catch (WireException e) {
        assertThat(e).hasMessageStartingWith("cannot decode snappy: ");
      }
    }
  }
}

package io.tributary.wire.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.bytes.ByteSink;
import io.tributary.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GunzipTest {
  private static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) out.writeBytes(part);
    return out.toByteArray();
  }

  private static byte[] decode(Gunzip.Engine engine, byte[] in, int max) {
    try (var gunzip = new Gunzip(engine)) {
      var out = new ByteSink(16);
      out.put(bytes("before"));
      var shifted = concat(new byte[3], in, new byte[5]);
      gunzip.decode(shifted, 3, in.length, max, out);
      assertThat(new String(out.array(), 0, 6, StandardCharsets.UTF_8)).isEqualTo("before");
      return Arrays.copyOfRange(out.array(), 6, out.size());
    }
  }

  @Test
  void alwaysFindsAnEngine() {
    assertThat(Gunzip.bestEngine()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void decodesWhatTheJdkEncodes(Gunzip.Engine engine) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      var plain = new byte[random.nextInt(1 << random.nextInt(20))];
      int alphabet = 1 + random.nextInt(256);
      for (int j = 0; j < plain.length; j++) plain[j] = (byte) random.nextInt(alphabet);
      assertThat(decode(engine, gzip(plain), Math.max(plain.length, 1)))
          .as("seed %d", seed)
          .isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decodesSeveralMembersAndEmptyOnes(Gunzip.Engine engine) {
    var in = concat(gzip(bytes("one ")), gzip(new byte[0]), gzip(bytes("two")));
    assertThat(decode(engine, in, 100)).isEqualTo(bytes("one two"));
    assertThatThrownBy(() -> decode(engine, in, 6)).isInstanceOf(Gunzip.TooLargeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void skipsOptionalHeaderFields(Gunzip.Engine engine) {
    var plain = gzip(bytes("payload"));
    var head = Arrays.copyOf(plain, 10);
    head[3] = 2 | 4 | 8 | 16;
    var fields = concat(head, new byte[] {3, 0, 9, 9, 9}, bytes("name\0"), bytes("comment\0"));
    var crc = new CRC32();
    crc.update(fields);
    var sum = new byte[] {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    var in = concat(fields, sum, Arrays.copyOfRange(plain, 10, plain.length));

    assertThat(decode(engine, in, 100)).isEqualTo(bytes("payload"));
    in[fields.length] ^= 1;
    assertThatThrownBy(() -> decode(engine, in, 100)).isInstanceOf(WireException.class);
  }

  @ParameterizedTest
  @EnumSource
  void stopsABombAtTheBound(Gunzip.Engine engine) {
    var bomb = gzip(new byte[50 << 20]);
    try (var gunzip = new Gunzip(engine)) {
      var out = new ByteSink(16);
      assertThatThrownBy(() -> gunzip.decode(bomb, 0, bomb.length, 1 << 20, out))
          .isInstanceOf(Gunzip.TooLargeException.class);
      assertThat(out.size()).isZero();
      assertThat(out.array().length).isLessThan(4 << 20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotTrustTheSizeInTheTrailer(Gunzip.Engine engine) {
    var in = gzip(bytes("tiny"));
    Arrays.fill(in, in.length - 4, in.length, (byte) 0x7f);
    try (var gunzip = new Gunzip(engine)) {
      var out = new ByteSink(16);
      assertThatThrownBy(() -> gunzip.decode(in, 0, in.length, Integer.MAX_VALUE - 64, out))
          .isInstanceOf(WireException.class);
      assertThat(out.array().length).isLessThan(1 << 20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptsExactlyTheBound(Gunzip.Engine engine) {
    var plain = new byte[100_000];
    assertThat(decode(engine, gzip(plain), 100_000)).hasSize(100_000);
    assertThatThrownBy(() -> decode(engine, gzip(plain), 99_999))
        .isInstanceOf(Gunzip.TooLargeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void rejectsEveryCutAndEveryFlippedByte(Gunzip.Engine engine) {
    var plain = bytes("http_requests_total{code=\"200\"} 1027\nhttp_requests_total 3\n");
    var in = gzip(plain);
    for (int cut = 0; cut < in.length; cut++) {
      var part = Arrays.copyOf(in, cut);
      assertThatThrownBy(() -> decode(engine, part, 1000)).isInstanceOf(WireException.class);
    }
    for (int i = 10; i < in.length; i++) {
      var damaged = in.clone();
      damaged[i] ^= 0x10;
      try {
        // A flip that changes the result must not go unnoticed.
        assertThat(decode(engine, damaged, 1000)).isEqualTo(plain);
      } catch (WireException | Gunzip.TooLargeException expected) {
        assertThat(expected).hasMessageMatching("(?s).+");
      }
    }
    assertThatThrownBy(() -> decode(engine, concat(in, new byte[] {0}), 1000))
        .isInstanceOf(WireException.class);
  }
}

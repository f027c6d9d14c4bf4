package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.WeakInterner;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Records of any content, behind valid checksums: refused or decoded, never an accident.
class RecordFuzzTest {

  @FuzzTest
  void survivesAnySegment(byte[] bytes) throws IOException {
    decode(bytes, false);
  }

  @Test
  void survivesMutatedRecords() throws IOException {
    for (long seed = 0; seed < 400; seed++) {
      var random = new SplittableRandom(seed);
      byte[] segment = segment(seed % 5);
      assertThat(decode(segment, false)).isGreaterThan(40);
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        segment[random.nextInt(segment.length)] = (byte) random.nextInt();
      }
      decode(segment, true);
    }
  }

  private static byte[] segment(long seed) {
    var fleet = new Fleet(seed, new Layouts(), 3);
    var encoder = new SegmentEncoder();
    encoder.startSegment(1_700_000_000_000L, 0);
    var sink = new ByteSink(16);
    for (int i = 0; i < 60; i++) {
      encoder.encode(fleet.next(), i, Frame.MAX_PAYLOAD_BYTES, sink);
    }
    return sink.toByteArray();
  }

  /// Scrapes decoded; `trusting` takes records without looking at their checksum.
  private static int decode(byte[] bytes, boolean trusting) throws IOException {
    var decoder = new SegmentDecoder(new Layouts(), new WeakInterner<>());
    decoder.startSegment(1_700_000_000_000L);
    if (trusting) {
      return decodeUnchecked(bytes, decoder);
    }
    var scanner = new FrameScanner();
    scanner.reset(0);
    var source = new ArrayBytes(bytes);
    int decoded = 0;
    while (scanner.next(source, bytes.length, Integer.MAX_VALUE)) {
      var payload = new ByteSource(scanner.array(), scanner.payloadFrom(), scanner.payloadTo());
      decoded += decodeOne(decoder, scanner.type(), scanner.sequence(), payload);
    }
    return decoded;
  }

  private static int decodeUnchecked(byte[] bytes, SegmentDecoder decoder) {
    byte[] padded = Arrays.copyOf(bytes, bytes.length + ColumnDecoder.SLACK);
    int at = 0;
    int decoded = 0;
    while (at + Frame.HEADER_BYTES <= bytes.length && Frame.looksValid(padded, at)) {
      int from = at + Frame.HEADER_BYTES;
      int to = from + Frame.length(padded, at);
      if (to > bytes.length) {
        break;
      }
      var payload = new ByteSource(padded, from, to);
      decoded += decodeOne(decoder, Frame.type(padded, at), Frame.sequence(padded, at, 0), payload);
      at = to;
    }
    return decoded;
  }

  private static int decodeOne(
      SegmentDecoder decoder, byte type, long sequence, ByteSource payload) {
    try {
      if (type != Frame.SCRAPE) {
        decoder.define(type, payload);
        return 0;
      }
      return decoder.scrape(sequence, payload) == SegmentDecoder.Outcome.DECODED ? 1 : 0;
    } catch (MalformedRecordException | ByteSource.TruncatedException _) {
      return 0;
    }
  }

  private record ArrayBytes(byte[] bytes) implements FrameScanner.Bytes {
    @Override
    public int read(long offset, byte[] to, int at, int most) {
      int count = (int) Math.min(most, bytes.length - offset);
      System.arraycopy(bytes, (int) offset, to, at, count);
      return count;
    }

    @Override
    public long behindHole(long offset) {
      return bytes.length;
    }
  }
}

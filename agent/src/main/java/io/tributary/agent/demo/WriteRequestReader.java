package io.tributary.agent.demo;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyDecompressor;
import io.tributary.base.bytes.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Decodes remote-write requests, 2.0 and 1.0, and counts what they hold.
///
/// Reads every label, sample and histogram: what it counts did arrive. Series are told apart by a
/// 64-bit hash of their labels. Malformed requests throw [IllegalArgumentException]. Owned by the
/// caller's lock.
///
/// Source: prometheus `prompb/io/prometheus/write/v2/types.proto`, `prompb/remote.proto`.
final class WriteRequestReader {
  /// A request that claims to be larger than this is refused before anything is allocated.
  static final int MAX_BYTES = 64 << 20;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /// What one request held.
  record Counts(long samples, long histograms, long exemplars) {}

  private final SnappyDecompressor snappy = SnappyDecompressor.create();
  private final Set<Long> series = new HashSet<>();

  /// Distinct series so far.
  int seriesCount() {
    return series.size();
  }

  Counts read(byte[] compressed, boolean isVersion2) {
    byte[] body = decompress(compressed);
    try {
      return isVersion2 ? readV2(body) : readV1(body);
    } catch (ByteSource.TruncatedException e) {
      throw new IllegalArgumentException("the request ends in the middle of a field", e);
    }
  }

  private byte[] decompress(byte[] compressed) {
    try {
      int length = snappy.getUncompressedLength(compressed, 0);
      if (length < 0 || length > MAX_BYTES) {
        throw new IllegalArgumentException("the request claims " + length + " bytes");
      }
      byte[] body = new byte[length];
      int written = snappy.decompress(compressed, 0, compressed.length, body, 0, length);
      if (written != length) {
        throw new IllegalArgumentException("the request has fewer bytes than it claims");
      }
      return body;
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("the request is not snappy", e);
    }
  }

  private Counts readV2(byte[] body) {
    var symbols = new ArrayList<String>();
    var timeSeries = new ArrayList<byte[]>();
    var source = new ByteSource(body);
    while (source.hasRemaining()) {
      int tag = (int) source.getVarint();
      switch (tag >>> 3) {
        case 4 -> symbols.add(new String(bytes(source, tag), StandardCharsets.UTF_8));
        case 5 -> timeSeries.add(bytes(source, tag));
        default -> skip(source, tag);
      }
    }
    var counts = new long[3];
    for (byte[] one : timeSeries) {
      seriesV2(one, symbols, counts);
    }
    return new Counts(counts[0], counts[1], counts[2]);
  }

  private void seriesV2(byte[] body, List<String> symbols, long[] counts) {
    var source = new ByteSource(body);
    long hash = 1;
    while (source.hasRemaining()) {
      int tag = (int) source.getVarint();
      switch (tag >>> 3) {
        case 1 -> {
          var references = new ByteSource(bytes(source, tag));
          while (references.hasRemaining()) {
            int reference = references.getLength(Integer.MAX_VALUE);
            if (reference >= symbols.size()) {
              throw new IllegalArgumentException("reference to symbol " + reference);
            }
            hash = mix(hash, symbols.get(reference));
          }
        }
        case 2 -> {
          sample(bytes(source, tag));
          counts[0]++;
        }
        case 3 -> {
          bytes(source, tag);
          counts[1]++;
        }
        case 4 -> {
          bytes(source, tag);
          counts[2]++;
        }
        default -> skip(source, tag);
      }
    }
    series.add(hash);
  }

  private Counts readV1(byte[] body) {
    var counts = new long[3];
    var source = new ByteSource(body);
    while (source.hasRemaining()) {
      int tag = (int) source.getVarint();
      if (tag >>> 3 == 1) {
        seriesV1(bytes(source, tag), counts);
      } else {
        skip(source, tag);
      }
    }
    return new Counts(counts[0], counts[1], counts[2]);
  }

  private void seriesV1(byte[] body, long[] counts) {
    var source = new ByteSource(body);
    long hash = 1;
    while (source.hasRemaining()) {
      int tag = (int) source.getVarint();
      switch (tag >>> 3) {
        case 1 -> {
          var label = new ByteSource(bytes(source, tag));
          while (label.hasRemaining()) {
            hash =
                mix(
                    hash,
                    new String(bytes(label, (int) label.getVarint()), StandardCharsets.UTF_8));
          }
        }
        case 2 -> {
          sample(bytes(source, tag));
          counts[0]++;
        }
        case 3 -> {
          bytes(source, tag);
          counts[2]++;
        }
        case 4 -> {
          bytes(source, tag);
          counts[1]++;
        }
        default -> skip(source, tag);
      }
    }
    series.add(hash);
  }

  /// Both versions have the value in field 1 and the time in field 2.
  private static void sample(byte[] body) {
    var source = new ByteSource(body);
    while (source.hasRemaining()) {
      skip(source, (int) source.getVarint());
    }
  }

  private static long mix(long hash, String text) {
    return hash * 0x9e3779b97f4a7c15L + text.hashCode();
  }

  private static byte[] bytes(ByteSource source, int tag) {
    if ((tag & 7) != BYTES) {
      throw new IllegalArgumentException("field " + (tag >>> 3) + " has wire type " + (tag & 7));
    }
    return source.getBytes(source.getLength(source.remaining()));
  }

  private static void skip(ByteSource source, int tag) {
    switch (tag & 7) {
      case VARINT -> source.getVarint();
      case FIXED64 -> source.skip(8);
      case BYTES -> source.skip(source.getLength(source.remaining()));
      case FIXED32 -> source.skip(4);
      default -> throw new IllegalArgumentException("wire type " + (tag & 7));
    }
  }
}

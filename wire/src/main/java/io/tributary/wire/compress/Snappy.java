package io.tributary.wire.compress;

import io.airlift.compress.v3.snappy.SnappyCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyNativeCompressor;
import org.jspecify.annotations.Nullable;

/// Snappy's block format, as remote write wants it: the native codec where it can be loaded, else
/// pure Java.
///
/// Owned by one thread at a time; [#output] is reused by the next call. The native library is
/// unpacked to the folder named by `aircompressor.tmpdir` (or `java.io.tmpdir`); where that cannot
/// be executed from, [#codecName] says `java`.
public final class Snappy {
  private @Nullable SnappyCompressor codec;
  private byte[] output = new byte[0];

  /// With the codec that can be had, which is looked for at the first use: linking the library
  /// takes tens of milliseconds that a start need not wait for.
  public Snappy() {}

  Snappy(boolean useNative) {
    use(useNative);
  }

  private SnappyCompressor use(boolean useNative) {
    var chosen = useNative ? new SnappyNativeCompressor() : new SnappyJavaCompressor();
    codec = chosen;
    return chosen;
  }

  private SnappyCompressor codec() {
    var chosen = codec;
    return chosen == null ? use(isNativeAvailable()) : chosen;
  }

  /// Whether the native library can be used in this process.
  public static boolean isNativeAvailable() {
    return SnappyNativeCompressor.isEnabled();
  }

  /// `native` or `java`, for the log line at start.
  public String codecName() {
    return codec() instanceof SnappyNativeCompressor ? "native" : "java";
  }

  /// Compresses into [#output] and returns the compressed length.
  public int compress(byte[] input, int offset, int length) {
    var codec = codec();
    int most = codec.maxCompressedLength(length);
    if (output.length < most) {
      output = new byte[most];
    }
    return codec.compress(input, offset, length, output, 0, output.length);
  }

  public byte[] output() {
    return output;
  }
}

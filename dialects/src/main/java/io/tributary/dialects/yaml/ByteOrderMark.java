package io.tributary.dialects.yaml;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The encoding that the first bytes of a file name; UTF-8 without any where they name none.
///
/// @param length how many bytes the mark itself takes
public record ByteOrderMark(Charset charset, int length) {

  /// Of the encodings that YAML has: UTF-8 and UTF-16.
  public static ByteOrderMark of(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return new ByteOrderMark(StandardCharsets.UTF_8, 3);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return new ByteOrderMark(StandardCharsets.UTF_16BE, 2);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return new ByteOrderMark(StandardCharsets.UTF_16LE, 2);
    }
    return new ByteOrderMark(StandardCharsets.UTF_8, 0);
  }

  /// The same with UTF-32, for whoever makes UTF-8 of it before it is YAML.
  public static ByteOrderMark withUtf32(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE, 0, 0)) {
      return new ByteOrderMark(StandardCharsets.UTF_32LE, 4);
    }
    if (startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
      return new ByteOrderMark(StandardCharsets.UTF_32BE, 4);
    }
    return of(bytes);
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}

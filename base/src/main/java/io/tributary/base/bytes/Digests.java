package io.tributary.base.bytes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Digests that every Java runtime has.
public final class Digests {
  private Digests() {}

  public static MessageDigest sha256() {
    return digest("SHA-256");
  }

  /// For names that others have made with it; it is no protection.
  public static MessageDigest md5() {
    return digest("MD5");
  }

  /// The digest of bytes in lower-case hexadecimal digits.
  public static String hex(MessageDigest digest, byte[] bytes) {
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  /// The same of the text's UTF-8.
  public static String hex(MessageDigest digest, String text) {
    return hex(digest, text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: every Java runtime has " + algorithm, e);
    }
  }
}

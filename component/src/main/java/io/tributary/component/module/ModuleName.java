package io.tributary.component.module;

import io.tributary.base.bytes.Digests;
import java.nio.charset.StandardCharsets;

/// Any text as the name of a module, which is also that of a directory and a segment of a URL:
/// letters, digits, `_` and `-` stand for themselves, every other byte is `~` and two hexadecimal
/// digits. A long text is cut, and a hash of all of it follows behind `~~`.
///
/// Two texts have two names, and none leads out of a directory.
public final class ModuleName {
  /// Names of directories have 255 bytes at most; there is room for what others put before it.
  static final int MOST_LENGTH = 160;

  private static final int HASH_LENGTH = 32;

  private ModuleName() {}

  public static String of(String text) {
    var out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        out.append((char) b);
      } else {
        out.append("~%02x".formatted(b & 0xff));
      }
    }
    if (out.length() <= MOST_LENGTH) {
      return out.toString();
    }
    String hash = Digests.hex(Digests.sha256(), text).substring(0, HASH_LENGTH);
    return out.substring(0, MOST_LENGTH - HASH_LENGTH - 2) + "~~" + hash;
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '-';
  }
}

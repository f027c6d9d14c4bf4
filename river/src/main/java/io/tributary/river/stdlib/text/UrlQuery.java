package io.tributary.river.stdlib.text;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.Quoting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The escaping of URL queries: Go's `url.QueryEscape` and `url.QueryUnescape`.
public final class UrlQuery {
  private static final String HEX = "0123456789ABCDEF";

  private UrlQuery() {}

  public static String encode(String text) {
    var out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        out.append((char) b);
      } else if (b == ' ') {
        out.append('+');
      } else {
        out.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~';
  }

  /// Throws [ConfigException] for a percent sign without two digits behind it.
  public static String decode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        out.write(escaped(in, i));
        i += 2;
      } else {
        out.write(in[i] == '+' ? ' ' : in[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int escaped(byte[] in, int at) {
    int high = at + 2 < in.length ? Character.digit(in[at + 1], 16) : -1;
    int low = at + 2 < in.length ? Character.digit(in[at + 2], 16) : -1;
    if (high < 0 || low < 0) {
      int length = Math.min(3, in.length - at);
      String shown = new String(in, at, length, StandardCharsets.UTF_8);
      throw new ConfigException("invalid URL escape " + Quoting.quote(shown));
    }
    return (high << 4) | low;
  }
}

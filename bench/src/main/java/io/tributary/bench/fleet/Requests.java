package io.tributary.bench.fleet;

import java.nio.ByteBuffer;

/// What a target needs to know about a request, read from its raw bytes.
final class Requests {
  private static final String ACCEPT_ENCODING = "accept-encoding:";

  private Requests() {}

  /// Whether `request`, filled up to its position, ends in the empty line that ends a head.
  static boolean isComplete(ByteBuffer request) {
    int end = request.position();
    return end >= 4
        && request.get(end - 4) == '\r'
        && request.get(end - 3) == '\n'
        && request.get(end - 2) == '\r'
        && request.get(end - 1) == '\n';
  }

  static boolean acceptsGzip(ByteBuffer request) {
    int end = request.position();
    for (int i = 0; i < end; i++) {
      if (request.get(i) == '\n' && matches(request, i + 1, ACCEPT_ENCODING)) {
        for (int j = i + 1; j < end && request.get(j) != '\r'; j++) {
          if (matches(request, j, "gzip")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean matches(ByteBuffer request, int from, String lowerCase) {
    if (from + lowerCase.length() > request.position()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (Character.toLowerCase(request.get(from + i)) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

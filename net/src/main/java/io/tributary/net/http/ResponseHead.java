package io.tributary.net.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The head of a response: status line and headers, read strictly. What frames the body is kept;
/// all headers as a list are built only for those who ask ([#headers]).
///
/// Where two readers of HTTP could disagree about where the body ends, the answer is refused
/// ([MalformedException]) or at least the connection is not used again ([#isReusable]). Owned by
/// one thread; each [#parse] replaces what was there.
///
/// Source: RFC 9112, sections 2 to 7.
public final class ResponseHead {
  public static final int MAX_BYTES = 64 << 10;

  /// Not HTTP, or HTTP that nobody should send.
  public static final class MalformedException extends Exception {
    public MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  private int status;
  private boolean isHttp11;
  private long contentLength;
  private boolean isChunked;
  private boolean hasTransferEncoding;
  private boolean isGzip;
  private boolean saysClose;
  private boolean saysKeepAlive;
  private boolean isClean;
  private boolean hasLocation;
  private int typeFrom;
  private int typeTo;

  /// Where the header lines of the parsed head are.
  private int linesFrom;

  private int linesEnd;

  public ResponseHead() {}

  public int status() {
    return status;
  }

  /// -1 where there is none, or where chunks make it void.
  public long contentLength() {
    return contentLength;
  }

  public boolean isChunked() {
    return isChunked;
  }

  public boolean isGzip() {
    return isGzip;
  }

  /// A redirect that says where to.
  public boolean isRedirect() {
    return switch (status()) {
      case 301, 302, 303, 307, 308 -> hasLocation();
      default -> false;
    };
  }

  public static MalformedException tooLarge() {
    return new MalformedException("HTTP head larger than " + MAX_BYTES + " bytes");
  }

  public boolean hasLocation() {
    return hasLocation;
  }

  public boolean hasNoBody() {
    return status == 204 || status == 304;
  }

  /// The connection may carry another request once this body has ended where it should.
  public boolean isReusable() {
    return isClean && !saysClose && (isHttp11 || saysKeepAlive);
  }

  /// Finds the empty line that ends a head. Returns the offset behind it, or -1 where it has not
  /// arrived; `from` may skip what was searched before, less three bytes.
  public static int end(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != '\n') continue;
      if (i + 1 < to && bytes[i + 1] == '\n') return i + 2;
      if (i + 2 < to && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') return i + 3;
    }
    return -1;
  }

  /// Parses a whole head, `end` as [#end] found it.
  public void parse(byte[] bytes, int from, int end) throws MalformedException {
    contentLength = -1;
    isChunked = false;
    hasTransferEncoding = false;
    isGzip = false;
    saysClose = false;
    saysKeepAlive = false;
    isClean = true;
    hasLocation = false;
    typeFrom = -1;
    typeTo = -1;
    int lineEnd = lineEnd(bytes, from, end);
    statusLine(bytes, from, contentEnd(bytes, from, lineEnd));
    int at = lineEnd + 1;
    linesFrom = at;
    linesEnd = end;
    while (true) {
      lineEnd = lineEnd(bytes, at, end);
      int contentEnd = contentEnd(bytes, at, lineEnd);
      if (contentEnd == at) break;
      header(bytes, at, contentEnd);
      at = lineEnd + 1;
    }
    // A proxy that forwards both could have believed the other one.
    if (hasTransferEncoding && contentLength >= 0) isClean = false;
    if (!isHttp11) isChunked = false;
    if (isChunked) contentLength = -1;
  }

  private static int lineEnd(byte[] bytes, int from, int end) throws MalformedException {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') return i;
    }
    throw new MalformedException("line without end");
  }

  /// The end of a line's content. A bare line feed is understood, but a peer that sends one is not
  /// trusted with a second answer.
  private int contentEnd(byte[] bytes, int from, int lineEnd) {
    if (lineEnd > from && bytes[lineEnd - 1] == '\r') return lineEnd - 1;
    isClean = false;
    return lineEnd;
  }

  private void statusLine(byte[] b, int from, int to) throws MalformedException {
    boolean isHttp1 =
        to - from >= 12
            && b[from] == 'H'
            && b[from + 1] == 'T'
            && b[from + 2] == 'T'
            && b[from + 3] == 'P'
            && b[from + 4] == '/'
            && b[from + 5] == '1'
            && b[from + 6] == '.'
            && (b[from + 7] == '0' || b[from + 7] == '1')
            && b[from + 8] == ' ';
    if (!isHttp1) throw new MalformedException("malformed HTTP response");
    isHttp11 = b[from + 7] == '1';
    int code = 0;
    for (int i = from + 9; i < from + 12; i++) {
      if (b[i] < '0' || b[i] > '9') throw new MalformedException("malformed HTTP status code");
      code = code * 10 + (b[i] - '0');
    }
    if (code < 100 || (to > from + 12 && b[from + 12] != ' ')) {
      throw new MalformedException("malformed HTTP status code");
    }
    status = code;
  }

  private void header(byte[] b, int from, int to) throws MalformedException {
    int colon = from;
    while (colon < to && b[colon] != ':') {
      if (!isTokenByte(b[colon])) throw new MalformedException("malformed HTTP header name");
      colon++;
    }
    if (colon == to || colon == from) throw new MalformedException("malformed HTTP header");
    int valueFrom = colon + 1;
    int valueTo = to;
    while (valueFrom < valueTo && isSpace(b[valueFrom])) valueFrom++;
    while (valueTo > valueFrom && isSpace(b[valueTo - 1])) valueTo--;
    for (int i = valueFrom; i < valueTo; i++) {
      if ((b[i] >= 0 && b[i] < ' ' && b[i] != '\t') || b[i] == 0x7f) {
        throw new MalformedException("malformed HTTP header value");
      }
    }
    known(b, from, colon, valueFrom, valueTo);
  }

  private void known(byte[] b, int from, int colon, int valueFrom, int valueTo)
      throws MalformedException {
    switch (colon - from) {
      case 8 -> {
        if (equals(b, from, colon, "location")) hasLocation = valueTo > valueFrom;
      }
      case 10 -> {
        if (equals(b, from, colon, "connection")) connection(b, valueFrom, valueTo);
      }
      case 12 -> {
        if (equals(b, from, colon, "content-type") && typeFrom < 0) {
          typeFrom = valueFrom;
          typeTo = valueTo;
        }
      }
      case 14 -> {
        if (equals(b, from, colon, "content-length")) contentLength(b, valueFrom, valueTo);
      }
      case 16 -> {
        if (equals(b, from, colon, "content-encoding")) {
          isGzip = equals(b, valueFrom, valueTo, "gzip");
        }
      }
      case 17 -> {
        if (equals(b, from, colon, "transfer-encoding")) transferEncoding(b, valueFrom, valueTo);
      }
      default -> {}
    }
  }

  private void contentLength(byte[] b, int from, int to) throws MalformedException {
    if (to == from || to - from > 18) throw new MalformedException("malformed Content-Length");
    long length = 0;
    for (int i = from; i < to; i++) {
      if (b[i] < '0' || b[i] > '9') throw new MalformedException("malformed Content-Length");
      length = length * 10 + (b[i] - '0');
    }
    if (contentLength >= 0 && contentLength != length) {
      throw new MalformedException("contradicting Content-Length headers");
    }
    contentLength = length;
  }

  private void transferEncoding(byte[] b, int from, int to) throws MalformedException {
    if (hasTransferEncoding || (isHttp11 && !equals(b, from, to, "chunked"))) {
      throw new MalformedException("unsupported Transfer-Encoding");
    }
    hasTransferEncoding = true;
    isChunked = true;
  }

  private void connection(byte[] b, int from, int to) {
    int at = from;
    while (at < to) {
      int comma = at;
      while (comma < to && b[comma] != ',') comma++;
      int tokenFrom = at;
      int tokenTo = comma;
      while (tokenFrom < tokenTo && isSpace(b[tokenFrom])) tokenFrom++;
      while (tokenTo > tokenFrom && isSpace(b[tokenTo - 1])) tokenTo--;
      if (equals(b, tokenFrom, tokenTo, "close")) saysClose = true;
      if (equals(b, tokenFrom, tokenTo, "keep-alive")) saysKeepAlive = true;
      at = comma + 1;
    }
  }

  /// The Content-Type of the head that was parsed from `bytes`; `last` itself where it is the same.
  public @Nullable String contentType(byte[] bytes, @Nullable String last) {
    if (typeFrom < 0) return null;
    if (last != null && isSame(bytes, last)) return last;
    return new String(bytes, typeFrom, typeTo - typeFrom, StandardCharsets.ISO_8859_1);
  }

  /// Every header of the head that was parsed from `bytes`, which must still be there.
  public HttpHeaders headers(byte[] bytes) throws MalformedException {
    var headers = HttpHeaders.builder();
    int at = linesFrom;
    while (true) {
      int lineEnd = lineEnd(bytes, at, linesEnd);
      int to = lineEnd > at && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
      if (to == at) return headers.build();
      int colon = at;
      while (bytes[colon] != ':') colon++;
      headers.add(text(bytes, at, colon), text(bytes, colon + 1, to).strip());
      at = lineEnd + 1;
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private boolean isSame(byte[] bytes, String last) {
    if (last.length() != typeTo - typeFrom) return false;
    for (int i = 0; i < last.length(); i++) {
      if (last.charAt(i) != (bytes[typeFrom + i] & 0xff)) return false;
    }
    return true;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isTokenByte(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || "!#$%&'*+.^`|~".indexOf(b) >= 0;
  }

  private static boolean equals(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) return false;
    for (int i = 0; i < lowerCase.length(); i++) {
      int b = bytes[from + i];
      if (b >= 'A' && b <= 'Z') b += 'a' - 'A';
      if (b != lowerCase.charAt(i)) return false;
    }
    return true;
  }
}

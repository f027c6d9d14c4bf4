package io.tributary.net.server;

import io.tributary.net.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses a body with what the client accepts, where it is worth it.
public record Encoding(String encoding, byte[] bytes, int length) {
  /// Shorter bodies fit a packet anyway.
  private static final int MIN_BYTES = 1024;

  static Encoding encode(HttpHeaders request, HttpHeaders answer, Response.Bytes body)
      throws IOException {
    var plain = new Encoding("", body.bytes(), body.length());
    if (body.length() < MIN_BYTES || answer.contains("Content-Encoding")) return plain;
    if (!isCompressible(answer.first("Content-Type"))) return plain;
    var accepted = accepted(request);
    boolean gzip = accepts(accepted, "gzip");
    if (!gzip && !accepts(accepted, "deflate")) return plain;
    var out = new ByteArrayOutputStream(body.length() / 4 + 64);
    try (OutputStream encoder = gzip ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
      encoder.write(body.bytes(), 0, body.length());
    }
    var bytes = out.toByteArray();
    return new Encoding(gzip ? "gzip" : "deflate", bytes, bytes.length);
  }

  /// Whether a body that is compressed already may be sent as it is.
  public static boolean acceptsGzip(HttpHeaders request) {
    return accepts(accepted(request), "gzip");
  }

  private static String accepted(HttpHeaders request) {
    return String.join(",", request.all("Accept-Encoding")).toLowerCase(Locale.ROOT);
  }

  private static boolean accepts(String header, String coding) {
    for (var part : header.split(",", -1)) {
      var tokens = part.split(";", -1);
      if (!tokens[0].strip().equals(coding)) continue;
      for (int i = 1; i < tokens.length; i++) {
        var parameter = tokens[i].strip();
        if (parameter.startsWith("q=") && parameter.substring(2).matches("0(\\.0*)?")) return false;
      }
      return true;
    }
    return false;
  }

  private static boolean isCompressible(@Nullable String type) {
    if (type == null) return false;
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/javascript")
        || type.startsWith("application/openmetrics-text")
        || type.startsWith("application/vnd.google.protobuf")
        || type.startsWith("application/xml")
        || type.startsWith("image/svg");
  }
}

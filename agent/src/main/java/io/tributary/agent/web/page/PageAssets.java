package io.tributary.agent.web.page;

import io.tributary.net.server.Encoding;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.ui.PageFiles;
import java.io.IOException;
import java.util.Locale;

/// Scripts, styles and pictures. Their names change with their content, so a browser may keep them
/// for good; they were compressed when they were built.
record PageAssets(PageFiles files) {
  /// A year, the longest that caches understand.
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  Response answer(Request request, String folder) throws IOException {
    String name = folder + request.rest();
    if (!files.names().contains(name)) {
      return Response.text(404, "404 page not found\n");
    }
    boolean gzip = Encoding.acceptsGzip(request.headers());
    // Compressed and plain are different bytes of one name.
    String tag = '"' + name.substring(folder.length()) + (gzip ? "-gzip\"" : "\"");
    if (tag.equals(request.headers().first("If-None-Match"))) {
      return cached(Response.empty(304), tag);
    }
    byte[] body = gzip ? files.compressed(name) : files.plain(name);
    Response answer = cached(Response.of(200, type(name), body), tag);
    return gzip ? answer.withHeader("Content-Encoding", "gzip") : answer;
  }

  private static Response cached(Response answer, String tag) {
    return answer
        .withHeader("Cache-Control", FOR_GOOD)
        .withHeader("ETag", tag)
        .withHeader("Vary", "Accept-Encoding");
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/octet-stream";
    };
  }
}

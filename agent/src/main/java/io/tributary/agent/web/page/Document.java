package io.tributary.agent.web.page;

import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.ui.PageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The HTML of the page.
interface Document {
  /// Scripts, styles and data come from this agent alone; nothing inline runs, nobody frames the
  /// page, and no text becomes markup (`trusted-types`), whatever targets are called.
  String POLICY =
      "default-src 'self'; base-uri 'self'; object-src 'none'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  /// `base` is the page's own path, relative to the address that was asked for.
  Response answer(Request request, String base) throws IOException;

  /// The built page, with its title and its path put in.
  static Document of(PageFiles files, String title) throws IOException {
    String html = new String(files.plain("index.html"), StandardCharsets.UTF_8);
    String titled =
        put(html, "<title>Tributary</title>", "<title>" + Html.escape(title) + "</title>");
    return (_, base) -> html(put(titled, "<base href=\"./\" />", "<base href=\"" + base + "\">"));
  }

  private static String put(String html, String place, String text) {
    if (!html.contains(place)) {
      throw new IllegalStateException("BUG: the page has no " + place);
    }
    return html.replace(place, text);
  }

  static Response html(String html) {
    return Response.of(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
        .withHeader("Content-Security-Policy", POLICY)
        .withHeader("Referrer-Policy", "no-referrer")
        .withHeader("Cache-Control", "no-cache")
        .withHeader("X-Content-Type-Options", "nosniff");
  }
}

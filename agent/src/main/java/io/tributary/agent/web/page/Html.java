package io.tributary.agent.web.page;

import io.tributary.net.server.Response;
import java.nio.charset.StandardCharsets;

/// Text as HTML, and HTML as an answer.
public final class Html {
  /// Scripts, styles and data come from this agent alone; nothing inline runs, nobody frames the
  /// page, and no text becomes markup (`trusted-types`), whatever targets are called.
  private static final String POLICY =
      "default-src 'self'; base-uri 'self'; object-src 'none'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private Html() {}

  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /// A whole document.
  public static Response page(String html) {
    return Response.of(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
        .withHeader("Content-Security-Policy", POLICY)
        .withHeader("Referrer-Policy", "no-referrer")
        .withHeader("Cache-Control", "no-cache")
        .withHeader("X-Content-Type-Options", "nosniff");
  }
}

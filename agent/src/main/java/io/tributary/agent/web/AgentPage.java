package io.tributary.agent.web;

import io.tributary.agent.build.BuildInfo;
import io.tributary.net.server.Response;
import java.nio.charset.StandardCharsets;

/// The page at `/agent`: says what runs here and links to everything that can be read, below
/// `home`.
record AgentPage(String title, String home) {
  private static final String[][] LINKS = {
    {"/metrics", "The agent's own metrics"},
    {"/api/v1/targets", "Targets: what is scraped, and how the last scrape went"},
    {"/api/v1/scrape_pools", "Scrape pools"},
    {"/api/v1/metadata", "Metadata of the scraped families"},
    {"/api/v1/status/config", "Configuration in force, secrets masked"},
    {"/api/v1/status/flags", "Flags"},
    {"/api/v1/status/runtimeinfo", "Runtime information"},
    {"/api/v1/status/buildinfo", "Build information"},
    {"/api/v1/features", "Features"},
    {"/api/v1/notifications", "Notifications"},
    {"/-/healthy", "Is the process alive?"},
    {"/-/ready", "Is it ready?"},
  };

  Response response() {
    var out = new StringBuilder(2048);
    out.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>");
    escape(title, out);
    out.append("</title>\n<h1>Tributary ");
    escape(BuildInfo.CURRENT.version(), out);
    out.append("</h1>\n<p>This agent scrapes targets and forwards their samples by remote write.");
    out.append(" It keeps no database: queries belong to the receiver.</p>\n<ul>\n");
    for (String[] link : LINKS) {
      out.append("<li><a href=\"");
      escape(home + link[0], out);
      out.append("\">").append(link[0]).append("</a> ").append(link[1]).append("</li>\n");
    }
    out.append("</ul>\n</html>\n");
    return Response.of(
            200, "text/html; charset=utf-8", out.toString().getBytes(StandardCharsets.UTF_8))
        .withHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'")
        .withHeader("X-Content-Type-Options", "nosniff");
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}

package io.tributary.agent.web.page;

import io.tributary.agent.build.BuildInfo;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;

/// What stands in for the page where it was not built: says how to get it, and links to what can be
/// read without it.
record PlainPage(String title) implements Document {
  /// As in `packaging/node.sh`.
  static final String LEAST_NODE = "20.19";

  private static final String[][] LINKS = {
    {"metrics", "The agent's own metrics"},
    {"api/v1/targets", "Targets: what is scraped, and how the last scrape went"},
    {"api/v1/scrape_pools", "Scrape pools"},
    {"api/v1/metadata", "Metadata of the scraped families"},
    {"api/v1/status/config", "Configuration in force, secrets masked"},
    {"api/v1/status/flags", "Flags"},
    {"api/v1/status/runtimeinfo", "Runtime information"},
    {"api/v1/status/buildinfo", "Build information"},
    {"api/v1/features", "Features"},
    {"api/v1/notifications", "Notifications"},
    {"-/healthy", "Is the process alive?"},
    {"-/ready", "Is it ready?"},
  };

  @Override
  public Response answer(Request request, String base) {
    return Html.page(html(base));
  }

  String html(String base) {
    var out = new StringBuilder(2048);
    out.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<base href=\"")
        .append(base)
        .append("\">\n<title>")
        .append(Html.escape(title))
        .append("</title>\n<h1>Tributary ")
        .append(Html.escape(BuildInfo.CURRENT.version()))
        .append("</h1>\n<p>This agent scrapes targets and forwards their samples by remote write.")
        .append(" It keeps no database: queries belong to the receiver.</p>\n")
        .append(
            "<p>It was built without the page that shows its graph and its targets: that takes Node"
                + " ")
        .append(LEAST_NODE)
        .append(
            " or newer with npm. To get it, install them, delete the folder <code>build</code> of")
        .append(
            " the checkout and start it again; if there is none then, <code>build/page.log</code>")
        .append(" says why.</p>\n<ul>\n");
    for (String[] link : LINKS) {
      out.append("<li><a href=\"").append(link[0]).append("\">/").append(link[0]);
      out.append("</a> ").append(link[1]).append("</li>\n");
    }
    return out.append("</ul>\n</html>\n").toString();
  }
}

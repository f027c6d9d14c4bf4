package io.tributary.agent.web.page;

import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.ui.PageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The HTML of the page.
interface Document {
  /// `base` is the page's own path, relative to the address that was asked for.
  Response answer(Request request, String base) throws IOException;

  /// The built page, with its title and its path put in.
  static Document of(PageFiles files, String title) throws IOException {
    String html = new String(files.plain("index.html"), StandardCharsets.UTF_8);
    String titled =
        put(html, "<title>Tributary</title>", "<title>" + Html.escape(title) + "</title>");
    return (_, base) ->
        Html.page(put(titled, "<base href=\"./\" />", "<base href=\"" + base + "\">"));
  }

  private static String put(String html, String place, String text) {
    if (!html.contains(place)) {
      throw new IllegalStateException("BUG: the page has no " + place);
    }
    return html.replace(place, text);
  }
}

package io.tributary.agent.web.page;

import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import io.tributary.ui.PageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Serves the page: one document at every path that it knows, and its files below `/assets`.
///
/// The document names the page's own path relative to the address that was asked for, so everything
/// works below any prefix, also one that a proxy takes away.
public final class PageRoutes {
  /// What the page's own program shows, beside `/`. Those of Prometheus and Alloy have their names.
  public static final List<String> PAGES =
      List.of(
          "/agent",
          "/alertmanager-discovery",
          "/cardinality",
          "/clustering",
          "/component/*",
          "/config",
          "/debug/*",
          "/explain",
          "/flags",
          "/graph",
          "/graph/*",
          "/ledger",
          "/service-discovery",
          "/status",
          "/targets");

  /// Below these, what is not there is not there.
  private static final List<String> PROGRAMS = List.of("/api/", "/agent/api/", "/-/", "/assets/");

  private final Document document;
  private final Optional<PageAssets> assets;

  /// `title` is shown in the browser's tab.
  public PageRoutes(String title) {
    try {
      Optional<PageFiles> files = PageFiles.find();
      assets = files.map(PageAssets::new);
      document = files.isPresent() ? Document.of(files.get(), title) : new PlainPage(title);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page", e);
    }
  }

  /// Routes of the known pages, below `prefix`: empty, or with a slash in front and none behind.
  public void add(Routes routes, String prefix) {
    for (String page : PAGES) {
      routes.get(prefix + page, request -> document(request, prefix));
    }
    // Profilers look there; a page would be no answer for them.
    for (String profiles : List.of("/debug/pprof", "/debug/pprof/*")) {
      routes.get(prefix + profiles, _ -> Response.text(404, "404 page not found\n"));
    }
    assets.ifPresent(
        files -> routes.get(prefix + "/assets/*", request -> files.answer(request, "assets/")));
  }

  /// The page for whatever nothing else answers below `prefix`, as with Alloy; but what programs
  /// ask for is not there when it is not there.
  public void addFallback(Routes routes, String prefix) {
    routes.add(
        "GET",
        prefix + "/*",
        prefix + "/*page",
        request ->
            isForPrograms(request.path().substring(prefix.length()))
                ? Response.text(404, "404 page not found\n")
                : document(request, prefix));
  }

  private static boolean isForPrograms(String path) {
    return PROGRAMS.stream().anyMatch(path::startsWith);
  }

  /// The document for a path that is not among [#PAGES]: `/`, or whatever nothing else answers.
  public Response document(Request request, String prefix) throws IOException {
    return document.answer(request, base(request.path().substring(prefix.length())));
  }

  /// The page's own path, seen from `path`: as many steps up as there are folders.
  static String base(String path) {
    long folders = path.chars().filter(c -> c == '/').count() - 1;
    return folders <= 0 ? "./" : "../".repeat((int) Math.min(folders, 64));
  }
}

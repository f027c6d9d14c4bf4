package io.tributary.component.page;

import io.tributary.component.ComponentId;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The pages of all components, for those in this process that fetch them: without a socket.
///
/// They have an address like any other target, which nobody else can reach; the same paths are
/// served on the agent's own address. Thread-safe.
///
/// Source: grafana/alloy `internal/service/http`, "in-memory traffic".
public final class LocalPages {
  /// Names a host that there is not.
  public static final String DEFAULT_ADDRESS = "tributary.internal:12345";

  private static final String PREFIX = "/api/v0/component/";

  private final String address;
  private final Function<String, Optional<ServesPages>> components;

  /// `components` finds one by its global id.
  public LocalPages(String address, Function<String, Optional<ServesPages>> components) {
    this.address = address;
    this.components = components;
  }

  /// `host:port`, as targets have it.
  public String address() {
    return address;
  }

  /// The path of a component's page.
  public static String path(ComponentId id, String page) {
    return PREFIX + id.global() + "/" + page;
  }

  /// Whether a URL leads here.
  public boolean holds(URI url) {
    return "http".equals(url.getScheme()) && address.equals(url.getRawAuthority());
  }

  /// Has the component make the page of a URL, in the calling thread.
  public Page get(URI url) throws Exception {
    String path = url.getPath();
    if (!path.startsWith(PREFIX)) {
      return Page.NOT_FOUND;
    }
    // Ids have slashes in modules, and so have pages: the longest id that there is.
    for (int slash = path.lastIndexOf('/');
        slash > PREFIX.length();
        slash = path.lastIndexOf('/', slash - 1)) {
      Optional<ServesPages> component = components.apply(path.substring(PREFIX.length(), slash));
      if (component.isPresent()) {
        String page = path.substring(slash + 1);
        return component.get().page(new PageRequest("GET", page, parameters(url.getRawQuery())));
      }
    }
    return Page.NOT_FOUND;
  }

  private static Map<String, List<String>> parameters(@Nullable String query) {
    var parameters = new LinkedHashMap<String, List<String>>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      parameters.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

package io.tributary.net.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which handler answers which method and path.
///
/// A pattern is a path; a last segment `*` matches everything below, `:name` segments match one
/// segment. Literal segments win over `:name`, and these over `*`. A `GET` route also answers
/// `HEAD`. A path that exists for other methods only is answered with 405 and `Allow`, also where a
/// `*` covers it, unless that is of `OPTIONS`, which asks about paths of all methods. What only a
/// `*` of another method covers does not exist.
///
/// Built by one thread, immutable once a server has it.
public final class Routes {
  /// A handler, the name under which it is counted, and who may ask it.
  public record Route(String pattern, String metricName, HttpHandler handler, Role needs) {}

  /// What a lookup found: a route with what its pattern captured, or the methods that exist.
  public sealed interface Match {
    record Found(Route route, String rest, Map<String, String> segments) implements Match {}

    record WrongMethod(String allow) implements Match {}

    record Missing() implements Match {}
  }

  private static final class Node {
    final Map<String, Node> literal = new HashMap<>();
    Optional<Node> any = Optional.empty();
    String anyName = "";
    final Map<String, Route> here = new HashMap<>();
    final Map<String, Route> below = new HashMap<>();
  }

  private final Node root = new Node();
  private final List<String> inventory = new ArrayList<>();

  /// Counts the handler under its pattern.
  public Routes add(String method, String pattern, HttpHandler handler) {
    return add(method, pattern, pattern, handler);
  }

  /// `metricName` is the `handler` label of the metrics. Reading needs a viewer, everything else an
  /// operator.
  public Routes add(String method, String pattern, String metricName, HttpHandler handler) {
    return add(method, pattern, metricName, handler, Role.forMethod(method));
  }

  public Routes add(
      String method, String pattern, String metricName, HttpHandler handler, Role needs) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a pattern begins with a slash: " + pattern);
    }
    var node = root;
    var segments = Segments.of(pattern);
    boolean subtree = false;
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (segment.equals("*")) {
        if (i != segments.size() - 1)
          throw new IllegalArgumentException("* comes last: " + pattern);
        subtree = true;
      } else if (segment.startsWith(":")) {
        node.anyName = segment.substring(1);
        if (node.any.isEmpty()) node.any = Optional.of(new Node());
        node = node.any.get();
      } else {
        node = node.literal.computeIfAbsent(segment, _ -> new Node());
      }
    }
    var old =
        (subtree ? node.below : node.here)
            .putIfAbsent(method, new Route(pattern, metricName, handler, needs));
    if (old != null) throw new IllegalArgumentException("two routes for " + method + " " + pattern);
    inventory.add(method + " " + pattern);
    return this;
  }

  public Routes get(String pattern, HttpHandler handler) {
    return add("GET", pattern, handler);
  }

  public Routes post(String pattern, HttpHandler handler) {
    return add("POST", pattern, handler);
  }

  /// Every route as `METHOD pattern`, in the order of addition.
  public List<String> inventory() {
    return List.copyOf(inventory);
  }

  /// Names under which requests are counted.
  public List<String> metricNames() {
    var names = new TreeSet<String>();
    collect(root, names);
    return List.copyOf(names);
  }

  private static void collect(Node node, Set<String> names) {
    node.here.values().forEach(route -> names.add(route.metricName));
    node.below.values().forEach(route -> names.add(route.metricName));
    node.literal.values().forEach(child -> collect(child, names));
    node.any.ifPresent(child -> collect(child, names));
  }

  /// Looks a normalised, decoded path up.
  public Match find(String method, String path) {
    return find(method, Segments.of(path));
  }

  /// Looks the decoded segments of a path up. One with a slash in it is only what a `:name` stands
  /// for, never a literal, nor below a `*`: whoever takes paths there sees no other ones than he
  /// would without.
  Match find(String method, List<String> path) {
    var search = new Search(method, path);
    var found = search.walk(root, 0);
    if (found.isPresent()) return found.get();
    if (search.allowed.isEmpty()) return new Match.Missing();
    return new Match.WrongMethod(String.join(", ", search.allowed));
  }

  private static final class Search {
    private final String method;
    private final List<String> segments;
    private final TreeSet<String> allowed = new TreeSet<>();
    private final Map<String, String> captured = new HashMap<>();

    Search(String method, List<String> segments) {
      this.method = method;
      this.segments = segments;
    }

    Optional<Match> walk(Node node, int depth) {
      if (depth == segments.size()) return pick(node.here);
      var segment = segments.get(depth);
      var child = node.literal.get(segment);
      if (child != null) {
        var found = walk(child, depth + 1);
        if (found.isPresent()) return found;
      }
      if (node.any.isPresent() && !segment.isEmpty()) {
        captured.put(node.anyName, segment);
        var found = walk(node.any.get(), depth + 1);
        if (found.isPresent()) return found;
        captured.remove(node.anyName);
      }
      if (!allowed.isEmpty() && !method.equals("OPTIONS")) return Optional.empty();
      var rest = segments.subList(depth, segments.size());
      return Optional.ofNullable(route(node.below))
          .filter(_ -> rest.stream().noneMatch(one -> one.contains("/")))
          .map(route -> found(route, String.join("/", rest)));
    }

    private @Nullable Route route(Map<String, Route> routes) {
      var route = routes.get(method);
      return route == null && method.equals("HEAD") ? routes.get("GET") : route;
    }

    private Match found(Route route, String rest) {
      return new Match.Found(route, rest, Map.copyOf(captured));
    }

    private Optional<Match> pick(Map<String, Route> routes) {
      var route = route(routes);
      if (route != null) return Optional.of(found(route, ""));
      allowed.addAll(routes.keySet());
      if (routes.containsKey("GET")) allowed.add("HEAD");
      return Optional.empty();
    }
  }
}

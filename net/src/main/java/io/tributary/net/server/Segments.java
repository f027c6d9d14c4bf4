package io.tributary.net.server;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.URIUtil;

/// The segments of a path. An escaped slash (`%2F`) is part of its segment.
final class Segments {
  private Segments() {}

  /// Those of a decoded path in which every slash is one between segments.
  static List<String> of(String path) {
    var segments = new ArrayList<String>();
    int from = 1;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      segments.add(path.substring(from, to));
      from = to + 1;
    }
    return segments;
  }

  /// Those of a path, decoded; none, which no route has, where the prefix hides an escaped slash.
  ///
  /// @param encoded the whole of it as it came
  /// @param decoded the same, decoded
  /// @param routed the part of it behind the prefix of all routes
  static List<String> of(String encoded, String decoded, String routed) {
    if (!encoded.contains("%2F") && !encoded.contains("%2f")) {
      return of(routed);
    }
    int prefix = of(decoded.substring(0, decoded.length() - routed.length())).size();
    List<String> all = of(encoded).stream().map(URIUtil::decodePath).toList();
    return all.stream().limit(prefix).anyMatch(one -> one.contains("/"))
        ? List.of()
        : all.subList(prefix, all.size());
  }
}

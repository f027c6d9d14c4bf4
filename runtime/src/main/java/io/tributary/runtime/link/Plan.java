package io.tributary.runtime.link;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A configuration that can be loaded. `specs` come with what they depend on first; `dependencies`
/// holds, for each, the nodes that it depends on, `links` what of them it reads.
public record Plan(
    Map<String, Spec> specs,
    Map<String, Set<String>> dependencies,
    Map<String, List<Link>> links,
    Templates templates) {
  public Plan {
    specs = Collections.unmodifiableMap(new LinkedHashMap<>(specs));
    dependencies = Map.copyOf(dependencies);
    links = Map.copyOf(links);
  }

  public static Plan empty(Templates templates) {
    return new Plan(Map.of(), Map.of(), Map.of(), templates);
  }

  public Set<String> dependenciesOf(String id) {
    return dependencies.getOrDefault(id, Set.of());
  }

  public List<Link> linksOf(String id) {
    return links.getOrDefault(id, List.of());
  }
}

package io.tributary.agent.explain;

import java.util.List;

/// The ways of targets and samples through a configuration. `notes` tell what could not be
/// followed.
public record ExplainPlan(List<ScrapePath> paths, List<String> notes) {
  public ExplainPlan {
    paths = List.copyOf(paths);
    notes = List.copyOf(notes);
  }

  /// The ways of a scrape pool: of the job of that name, or of the component.
  public List<ScrapePath> paths(String name) {
    return paths.stream()
        .filter(path -> path.pool().equals(name) || path.component().equals(name))
        .toList();
  }

  public List<String> pools() {
    return paths.stream().map(ScrapePath::pool).distinct().toList();
  }
}

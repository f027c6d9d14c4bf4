package io.tributary.discovery;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Takes the targets of jobs: implemented by whoever scrapes them.
@FunctionalInterface
public interface TargetListener {
  /// All groups of `job`, by those of its settings that could be brought into force, replacing
  /// those of the call before. One call at a time; the groups may be kept. No groups mean that
  /// there is nothing to scrape.
  void onTargets(String job, Map<DiscoverySettings, List<TargetGroup>> groups);

  /// For somebody to whom it is all the same what has found a target.
  static TargetListener joined(BiConsumer<String, List<TargetGroup>> listener) {
    return (job, groups) ->
        listener.accept(job, groups.values().stream().flatMap(List::stream).toList());
  }
}

package io.tributary.discovery;

import java.util.List;

/// Takes the targets of jobs: implemented by whoever scrapes them.
@FunctionalInterface
public interface TargetListener {
  /// All groups of `job`, replacing those of the call before. One call at a time; the groups may be
  /// kept. An empty list means that there is nothing to scrape.
  void onTargets(String job, List<TargetGroup> groups);
}

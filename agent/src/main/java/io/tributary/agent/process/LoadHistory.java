package io.tributary.agent.process;

import io.tributary.agent.web.graph.LoadStatus;
import io.tributary.base.time.Clock;
import io.tributary.runtime.LoadResult;

/// How the last load of a graph went.
final class LoadHistory implements LoadStatus {
  private final Clock clock;
  private volatile boolean wasClean;
  private volatile long appliedMs;

  LoadHistory(Clock clock) {
    this.clock = clock;
  }

  void loaded(LoadResult result) {
    wasClean = result.isClean();
    if (result.isApplied()) {
      appliedMs = clock.wallMs();
    }
  }

  void failed() {
    wasClean = false;
  }

  @Override
  public boolean wasClean() {
    return wasClean;
  }

  @Override
  public long appliedMs() {
    return appliedMs;
  }
}

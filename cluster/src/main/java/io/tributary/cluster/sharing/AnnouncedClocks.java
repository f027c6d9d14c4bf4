package io.tributary.cluster.sharing;

/// Clocks of others, as far off as they were when their agents announced themselves.
record AnnouncedClocks(Announcements announcements, Loop loop) implements UnitLeader.Clocks {
  /// Clocks that differ by less are taken for equal: messages take their time.
  private static final long TOLERANCE_MS = 2000;

  @Override
  public long wallMs(String node) {
    return loop.wallMs() + announcements.aheadMs(node);
  }

  @Override
  public boolean isAlike(String node) {
    return Math.abs(announcements.aheadMs(node)) <= TOLERANCE_MS;
  }

  @Override
  public long latestMs() {
    long ahead = announcements.mostAheadMs();
    return ahead > TOLERANCE_MS ? loop.wallMs() + ahead : Long.MIN_VALUE;
  }
}

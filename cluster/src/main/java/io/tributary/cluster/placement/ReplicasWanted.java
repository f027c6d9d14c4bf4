package io.tributary.cluster.placement;

/// How many agents a load needs, for an autoscaler to follow.
///
/// As many as bear it without one exceeding what an agent is to bear. One fewer only once they
/// would bear it with [#SLACK] to spare: a load at the edge does not make agents come and go.
///
/// @param seriesOfAgent that an agent is to scrape at most; 0 for no such limit
/// @param bytesOfAgent of the bodies of one scrape of all its targets; 0 for no such limit
public record ReplicasWanted(long seriesOfAgent, long bytesOfAgent) {
  /// Part of an agent's limit that must be free before there is one agent fewer.
  static final double SLACK = 0.1;

  /// What has no target at all needs an agent all the same.
  private static final int LEAST = 1;

  /// @param total of all targets of the cluster
  /// @param present how many agents there are
  public int of(Cost total, int present) {
    double needed =
        total.isKnown()
            ? Math.max(ratio(total.series(), seriesOfAgent), ratio(total.bytes(), bytesOfAgent))
            : 0;
    int wanted = atLeast(needed);
    return wanted >= present ? wanted : Math.min(present, atLeast(needed / (1 - SLACK)));
  }

  private static double ratio(long load, long limit) {
    return limit > 0 ? (double) load / limit : 0;
  }

  private static int atLeast(double needed) {
    return (int) Math.max(LEAST, Math.min(Math.ceil(needed), Integer.MAX_VALUE));
  }
}

package io.tributary.model.regex;

/// Where the groups of one match lie: reusable, owned by one thread.
///
/// Group 0 is the whole match. A group that took no part in the match has no span.
public final class Spans {
  /// start, end of group 0, start, end of group 1 …; -1 for a group without a span.
  private int[] offsets = new int[16];

  private int groups;

  void reset(int groupCount) {
    groups = groupCount + 1;
    if (offsets.length < 2 * groups) {
      offsets = new int[2 * groups];
    }
  }

  void set(int group, int start, int end) {
    offsets[2 * group] = start;
    offsets[2 * group + 1] = end;
  }

  public boolean has(int group) {
    return group < groups && offsets[2 * group] >= 0;
  }

  public int start(int group) {
    return offsets[2 * group];
  }

  public int end(int group) {
    return offsets[2 * group + 1];
  }
}

package io.tributary.cluster.placement;

import io.tributary.base.config.ConfigException;

/// Which targets are those of one agent among several that run the same configuration and know
/// nothing of one another but how many they are. No target moves but when that number changes, and
/// nobody takes over from one that is down, unless there are replicas.
///
/// The idea is vmagent's, and so are the flags; its members hash targets otherwise, and cannot be
/// mixed with those here.
///
/// Source: VictoriaMetrics `lib/promscrape/config.go`, getClusterMemberNumsForScrapeWork.
///
/// @param members how many agents there are
/// @param member the number of this one, from 0
/// @param replicas how many agents scrape each target
public record MemberShare(int members, int member, int replicas) {
  /// Of an agent that scrapes everything.
  public static final MemberShare ALL = new MemberShare(1, 0, 1);

  public MemberShare {
    if (members < 1) {
      throw new ConfigException("there cannot be " + members + " members");
    }
    if (member < 0 || member >= members) {
      throw new ConfigException(
          "of %d members none has the number %d: they count from 0".formatted(members, member));
    }
    if (replicas < 1 || replicas > members) {
      throw new ConfigException(
          "a target cannot be scraped by %d of %d members".formatted(replicas, members));
    }
  }

  /// A number, or a name that ends in `-` and a number, as those of the pods of a StatefulSet.
  public static int number(String text) {
    String digits = text.substring(text.lastIndexOf('-') + 1);
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException e) {
      throw new ConfigException(
          "\"" + text + "\" is neither a number nor a name that ends in one", e);
    }
  }

  /// Whether this agent scrapes the target with this key: a hash that is the same on all members.
  public boolean has(long key) {
    int first = (int) Long.remainderUnsigned(key, members);
    return Math.floorMod(member - first, members) < replicas;
  }
}

package io.tributary.cluster.sharing;

import java.util.List;

/// What agents tell each other to share targets. Arrays belong to the message.
///
/// A term numbers the reigns of a unit's leader: members do what the leader says whom they reported
/// to last, and a leader believes only what was said in its present term.
sealed interface Message {
  String NOBODY = "";

  /// Of a component on one agent.
  record UnitDigest(String unit, String digest) {}

  /// Who an agent is. Read by every version that there ever is.
  ///
  /// @param oldest the lowest version that it understands; `newest` the highest
  /// @param wantsAnswer whether the sender does not know the receiver yet
  /// @param isReady whether it may hold targets now: it knows of enough agents, and is on the side
  ///   that goes on
  /// @param isWell whether it knows that it gets what it asks for of the processor
  /// @param weight how much it bears, in percent
  /// @param wallMs what its clock shows
  record Announce(
      int oldest,
      int newest,
      boolean wantsAnswer,
      boolean isReady,
      boolean isWell,
      int weight,
      long wallMs,
      List<UnitDigest> units)
      implements Message {
    public Announce {
      units = List.copyOf(units);
    }
  }

  /// What all others are about: a unit, in a term of its leader.
  sealed interface OfUnit extends Message {
    String unit();

    long term();
  }

  /// The leader asks a member what it holds, or everything that it has been offered. With this a
  /// term begins for the member.
  record Ask(String unit, long term, boolean wantsOffer) implements OfUnit {}

  /// The member does not follow this leader in this term.
  record Refuse(String unit, long term) implements OfUnit {}

  /// What a member holds, and what it costs: a part of a report, or what has changed since.
  ///
  /// @param leadsMs how far the timestamps of a target are ahead of the member's clock, because a
  ///   clock was that showed more
  record Holdings(
      String unit, long term, Part part, long[] keys, long[] series, long[] bytes, long[] leadsMs)
      implements OfUnit {}

  /// Where a list that is told in parts stands.
  enum Part {
    CHANGE,
    MORE,
    LAST
  }

  /// How much a member has been offered, for comparison.
  record Offer(String unit, long term, int count, long mixed) implements OfUnit {}

  /// How much a member holds, for comparison: one of the two may have missed what the other said.
  record Held(String unit, long term, int count, long mixed) implements OfUnit {}

  /// All that a member has been offered.
  record Offered(String unit, long term, Part part, long[] keys) implements OfUnit {}

  /// What is done, or was done, with some targets.
  ///
  /// @param to whom the target goes, or [#NOBODY]
  /// @param stamps for each key: the timestamp that the next one must exceed; with [Verb#TAKEN],
  ///   how far the timestamps will be ahead of the member's clock
  record Batch(Verb verb, String unit, long term, String to, long[] keys, long[] stamps)
      implements OfUnit {}

  enum Verb {
    /// To a member: scrape these.
    TAKE,
    /// To a member: these will be handed to you.
    EXPECT,
    /// To a member: these, too, but first try whether you can reach them.
    PROBE,
    /// From a member: it can reach these.
    REACHED,
    /// From a member: it cannot.
    UNREACHED,
    /// To a member: stop scraping these, and hand them to another.
    RELEASE,
    /// From a member: it scrapes these no longer.
    RELEASED,
    /// From a member: it scrapes these now.
    TAKEN,
    /// From a member: discovery has these no longer. It goes on with them until it is told more.
    LOST,
    /// From a member: discovery has these again, which it said it had lost.
    REGAINED,
    /// To a member: of these that it has lost, nobody goes on with the series.
    END
  }

  /// A target on its way from one owner to the next.
  record Hand(String unit, long term, long key, Handed handed) implements OfUnit {}
}

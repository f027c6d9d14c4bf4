package io.tributary.cluster.sharing;

import io.tributary.cluster.sharing.Message.Held;
import io.tributary.cluster.sharing.Message.Offer;
import io.tributary.cluster.sharing.Message.Offered;
import io.tributary.cluster.sharing.Message.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a leader knows of the members of its unit: whether each has said what it holds, and what it
/// has been offered. Who has been offered the same as the leader, as most have, says so by a number
/// and a sum; who has not is asked for all of it.
///
/// Owned by the loop.
final class Members {
  /// A member that does not say what it holds is asked again, and after a while not waited for.
  static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  static final Duration GIVE_UP = Duration.ofSeconds(10);

  /// Members hear of a new target at about the same time. What one of them has been offered is not
  /// asked for sooner.
  static final Duration COMPARE_AFTER = Duration.ofSeconds(5);

  private static final long NEVER = Long.MAX_VALUE;

  private final Supplier<KeySet> ownOffer;
  private final Loop loop;
  private final Map<String, Member> members = new HashMap<>();

  static final class Member {
    boolean hasReported;

    /// How often it has refused since it reported.
    int refusals;

    final Set<Long> reporting = new HashSet<>();
    private final long sinceNanos;
    private long askedNanos;

    /// Since when it has not reported.
    private long silentNanos;

    private int offerCount;
    private long offerMixed;
    private long differsSinceNanos = NEVER;
    private boolean isOfferAsked;
    private long offerAskedNanos;
    private KeySet offer = KeySet.EMPTY;
    private boolean isOfferKnown;
    private final List<Long> offering = new ArrayList<>();

    /// How what it holds differed from what we think, when it told last; null where it did not.
    private @Nullable Difference difference;

    /// Whether something was ordered behind the question that it answers now, or has answered.
    boolean hasBeenAskedBefore(long nanos) {
      return nanos != Long.MIN_VALUE && nanos - askedNanos >= 0;
    }

    Member(long nowNanos) {
      sinceNanos = nowNanos;
      silentNanos = nowNanos;
    }
  }

  /// What a member holds, and what it should.
  private record Difference(KeySum told, KeySum known) {}

  Members(Supplier<KeySet> ownOffer, Loop loop) {
    this.ownOffer = ownOffer;
    this.loop = loop;
  }

  @Nullable Member get(String node) {
    return members.get(node);
  }

  void viewed(UnitView next, Consumer<String> gone, Consumer<String> come) {
    members
        .keySet()
        .removeIf(node -> {
          boolean isGone = !next.has(node);
          if (isGone) {
            gone.accept(node);
          }
          return isGone;
        });
    next.owners().keySet().forEach(node -> meet(node, come));
    next.others().forEach(node -> meet(node, come));
  }

  private void meet(String node, Consumer<String> come) {
    if (members.putIfAbsent(node, new Member(loop.nanos())) == null) {
      come.accept(node);
    }
  }

  /// A member is asked, perhaps anew, what it holds. What it has said of that goes on to count
  /// where its answer to a question before is still coming in.
  void asked(String node) {
    Member member = members.get(node);
    if (member != null) {
      if (member.hasReported) {
        member.silentNanos = loop.nanos();
        member.reporting.clear();
      }
      member.hasReported = false;
      member.askedNanos = loop.nanos();
    }
  }

  /// Whether every member has said what it holds, or has had the time to.
  boolean knowsAll() {
    long now = loop.nanos();
    return members.values().stream()
        .allMatch(member -> member.hasReported || now - member.sinceNanos > GIVE_UP.toNanos());
  }

  /// Whether a member has not said for long what it holds: it is given nothing more.
  boolean isSilent(String node) {
    Member member = members.get(node);
    return member == null
        || (!member.hasReported && loop.nanos() - member.silentNanos > GIVE_UP.toNanos());
  }

  long sinceNanos(String node) {
    Member member = members.get(node);
    return member == null ? loop.nanos() : member.sinceNanos;
  }

  KeySet ownOffer() {
    return ownOffer.get();
  }

  /// Whether a member has been offered something else than the leader.
  boolean hasOwnOffer(String node) {
    Member member = members.get(node);
    return member != null && member.isOfferKnown;
  }

  /// Whether it is known what each has been offered.
  boolean knowsOffers() {
    return members.values().stream()
        .allMatch(member -> member.hasReported && member.differsSinceNanos == NEVER);
  }

  boolean isOffered(String node, long key) {
    Member member = members.get(node);
    KeySet offer = member != null && member.isOfferKnown ? member.offer : ownOffer.get();
    return offer.contains(key);
  }

  /// Whether anybody has been offered a target.
  boolean isOffered(long key) {
    return ownOffer.get().contains(key)
        || members.values().stream()
            .anyMatch(member -> member.isOfferKnown && member.offer.contains(key));
  }

  /// All that differ.
  List<KeySet> offers() {
    var offers = new ArrayList<KeySet>();
    offers.add(ownOffer.get());
    for (Member member : members.values()) {
      if (member.isOfferKnown) {
        offers.add(member.offer);
      }
    }
    return offers;
  }

  /// Whether another offer is known of now.
  boolean offer(Member member, Offer offer) {
    member.offerCount = offer.count();
    member.offerMixed = offer.mixed();
    return compare(member);
  }

  private boolean compare(Member member) {
    KeySet own = ownOffer.get();
    KeySet known = member.isOfferKnown ? member.offer : own;
    boolean isAlike = known.isAlike(member.offerCount, member.offerMixed);
    boolean isChanged = false;
    if (own.isAlike(member.offerCount, member.offerMixed)) {
      isChanged = member.isOfferKnown;
      member.isOfferKnown = false;
      member.offer = KeySet.EMPTY;
      isAlike = true;
    }
    if (isAlike) {
      member.differsSinceNanos = NEVER;
    } else if (member.differsSinceNanos == NEVER) {
      member.differsSinceNanos = loop.nanos();
      member.isOfferAsked = false;
    }
    return isChanged;
  }

  void ownOfferChanged() {
    members.values().forEach(this::compare);
  }

  /// Whether that was all of it.
  boolean offered(Member member, Offered offered) {
    for (long key : offered.keys()) {
      member.offering.add(key);
    }
    if (offered.part() != Part.LAST) {
      return false;
    }
    member.offer = KeySet.of(member.offering);
    member.offering.clear();
    member.isOfferKnown = true;
    member.differsSinceNanos = NEVER;
    compare(member);
    return true;
  }

  /// Whether what a member holds is not what it should, in the same way as when it told last: that
  /// is not on its way, but lost.
  boolean differsAgain(Member member, Held held, KeySum known) {
    var told = new KeySum(held.count(), held.mixed());
    if (!member.hasReported || told.equals(known)) {
      member.difference = null;
      return false;
    }
    var difference = new Difference(told, known);
    boolean isAgain = difference.equals(member.difference);
    member.difference = isAgain ? null : difference;
    return isAgain;
  }

  /// Those that have not said what they hold, and were asked a while ago.
  List<String> toBeAsked() {
    long now = loop.nanos();
    return members.entrySet().stream()
        .filter(entry -> !entry.getValue().hasReported)
        .filter(entry -> now - entry.getValue().askedNanos >= ASK_AGAIN.toNanos())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Those that differ in what they have been offered, and have had the time to hear of the same.
  /// Counts as asked.
  List<String> toBeAskedForOffer() {
    var due = new ArrayList<String>();
    members.forEach((node, member) -> {
      if (isOfferDue(member)) {
        member.isOfferAsked = true;
        member.offerAskedNanos = loop.nanos();
        member.offering.clear();
        due.add(node);
      }
    });
    return due;
  }

  private boolean isOfferDue(Member member) {
    long now = loop.nanos();
    return member.differsSinceNanos != NEVER
        && (member.isOfferAsked
            ? now - member.offerAskedNanos >= GIVE_UP.toNanos()
            : now - member.differsSinceNanos >= COMPARE_AFTER.toNanos());
  }
}

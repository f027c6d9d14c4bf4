package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.sharing.Message.Ask;
import io.tributary.cluster.sharing.Message.Batch;
import io.tributary.cluster.sharing.Message.Hand;
import io.tributary.cluster.sharing.Message.Verb;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitMemberTest {
  private static final long KEY = 7;

  private final SimTime time = new SimTime();
  private final HeldKeys held = new HeldKeys();
  private final UnitMember member =
      new UnitMember("unit", "b", held, time.loop(0), this::sent, new SharingStats());

  private final List<Verb> told = new ArrayList<>();

  private void sent(String to, Message message) {
    if (message instanceof Batch batch) {
      told.add(batch.verb());
    }
  }

  private void tell(Verb verb) {
    var stamps = new long[] {Long.MIN_VALUE};
    member.receive("a", new Batch(verb, "unit", 1, Message.NOBODY, new long[] {KEY}, stamps), true);
  }

  @Test
  void scrapesWhatItWasGivenOnceDiscoveryHasItToo() {
    member.receive("a", new Ask("unit", 1, false), true);
    tell(Verb.TAKE);
    assertThat(held.keys()).isEmpty();
    member.offer(KeySet.of(List.of(KEY)));
    assertThat(held.keys()).containsExactly(KEY);
  }

  private void hand(long lastMs) {
    member.receive("c", new Hand("unit", 1, KEY, new Handed(lastMs, new byte[] {1})), false);
  }

  @Test
  void takesAPageThatIsFasterThanTheLeadersWord() {
    member.offer(KeySet.of(List.of(KEY)));
    member.receive("a", new Ask("unit", 1, false), true);
    hand(5);
    time.runUntil(1_000);
    tell(Verb.EXPECT);
    assertThat(held.keys()).containsExactly(KEY);
  }

  /// It was handed over under the leader before, and then given to somebody else.
  @Test
  void doesNotTakeATargetByAPageOfAnotherOccasion() {
    member.offer(KeySet.of(List.of(KEY)));
    member.receive("a", new Ask("unit", 1, false), true);
    hand(5);
    tell(Verb.PROBE);
    assertThat(held.keys()).as("its owner goes on").isEmpty();
    hand(9);
    assertThat(held.keys()).containsExactly(KEY);

    tell(Verb.RELEASE);
    hand(11);
    time.runUntil(10_000);
    tell(Verb.EXPECT);
    assertThat(held.keys()).as("the same without a question before").isEmpty();
  }

  /// The leader takes what it does not have for somebody else's, and ends it.
  @Test
  void tellsThatItHasATargetBeforeItTellsThatItHasLostIt() {
    member.offer(KeySet.of(List.of(KEY)));
    member.receive("a", new Ask("unit", 1, false), true);
    tell(Verb.EXPECT);
    member.receive("c", new Hand("unit", 1, KEY, new Handed(5, new byte[0])), false);
    member.offer(KeySet.EMPTY);
    time.runUntil(100);
    assertThat(told).containsExactly(Verb.TAKEN, Verb.LOST);
    assertThat(held.keys()).containsExactly(KEY);
  }

  /// Else the leader, which has not heard of that, gives it to somebody else, too.
  @Test
  void saysAgainThatItHasATargetThatIsToEnd() {
    member.offer(KeySet.of(List.of(KEY)));
    member.receive("a", new Ask("unit", 1, false), true);
    tell(Verb.TAKE);
    tell(Verb.END);
    assertThat(held.keys()).containsExactly(KEY);
    assertThat(told).containsExactly(Verb.REGAINED);
  }

  @Test
  void doesNotScrapeWhatWentToSomebodyElseMeanwhile() {
    member.receive("a", new Ask("unit", 1, false), true);
    tell(Verb.TAKE);
    tell(Verb.RELEASE);
    member.offer(KeySet.of(List.of(KEY)));
    assertThat(held.keys()).isEmpty();
  }
}

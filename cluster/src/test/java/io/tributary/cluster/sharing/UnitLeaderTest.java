package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.sharing.Message.Ask;
import io.tributary.cluster.sharing.Message.Batch;
import io.tributary.cluster.sharing.Message.Holdings;
import io.tributary.cluster.sharing.Message.Offer;
import io.tributary.cluster.sharing.Message.Part;
import io.tributary.cluster.sharing.Message.Refuse;
import io.tributary.cluster.sharing.Message.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What a leader says to members that answer as the test does.
class UnitLeaderTest {
  private static final long TERM = 3;
  private static final UnitView VIEW = new UnitView("a", Map.of("a", 1.0, "b", 1.0), List.of());

  private record Sent(String to, Message message) {}

  private final SimTime time = new SimTime();
  private final List<Sent> sent = new ArrayList<>();
  private KeySet offer = keys(20);
  private final UnitLeader leader =
      new UnitLeader(
          "unit",
          TERM,
          () -> offer,
          VIEW,
          false,
          new OneClock(),
          time.loop(0),
          (to, message) -> sent.add(new Sent(to, message)),
          new SharingStats());

  private static final class OneClock implements UnitLeader.Clocks {
    @Override
    public long wallMs(String node) {
      return 0;
    }

    @Override
    public boolean isAlike(String node) {
      return true;
    }

    @Override
    public long latestMs() {
      return Long.MIN_VALUE;
    }
  }

  private static KeySet keys(int count) {
    return KeySet.of(LongStream.range(0, count).map(n -> n * 0x9E3779B97F4A7C15L).toArray());
  }

  private void offers(String node) {
    leader.receive(node, new Offer("unit", TERM, offer.size(), offer.mixed()));
  }

  private void holds(String node, Iterable<Long> held) {
    var all = new TreeSet<Long>();
    held.forEach(all::add);
    long[] keys = all.stream().mapToLong(Long::longValue).toArray();
    long[] unknown = new long[keys.length];
    Arrays.fill(unknown, -1);
    var leads = new long[keys.length];
    leader.receive(node, new Holdings("unit", TERM, Part.LAST, keys, unknown, unknown, leads));
  }

  /// What a member was told to take since this was asked last.
  private Set<Long> given(String node) {
    var keys = new TreeSet<Long>();
    for (Sent one : sent) {
      if (one.to.equals(node) && one.message instanceof Batch batch && batch.verb() == Verb.TAKE) {
        Arrays.stream(batch.keys()).forEach(keys::add);
      }
    }
    sent.removeIf(one -> one.to.equals(node));
    return keys;
  }

  private void pass(long ms) {
    time.runUntil(time.nowMs() + ms);
  }

  /// An order to let go was repeated, and the target given back before the answer came.
  @Test
  void asksWhoSaysThatItHasLetGoOfWhatItWasJustGiven() {
    for (String node : VIEW.owners().keySet()) {
      offers(node);
      holds(node, List.of());
    }
    pass(1_000);
    Set<Long> first = given("b");
    Set<Long> others = given("a");
    long[] let = {first.iterator().next()};
    long[] stamps = {Long.MIN_VALUE};
    leader.receive("b", new Batch(Verb.RELEASED, "unit", TERM, Message.NOBODY, let, stamps));
    assertThat(sent).contains(new Sent("b", new Ask("unit", TERM, false)));
    pass(900);
    assertThat(given("a")).as("b may have it").isEmpty();

    first.remove(let[0]);
    holds("b", first);
    holds("a", others);
    pass(1_000);
    Set<Long> again = given("a");
    again.addAll(given("b"));
    assertThat(again).as("it has not").containsExactly(let[0]);
  }

  /// Its answer is of before, and tells nothing of what it was given since it was asked.
  @Test
  void believesThatAMemberHasWhatItWasGivenBehindAQuestion() {
    for (String node : VIEW.owners().keySet()) {
      offers(node);
      holds(node, List.of());
    }
    pass(1_000);
    Set<Long> first = given("b");
    assertThat(first).isNotEmpty();
    assertThat(given("a")).hasSize(20 - first.size());

    offer = keys(40);
    leader.ownOfferChanged();
    VIEW.owners().keySet().forEach(this::offers);
    leader.receive("b", new Refuse("unit", TERM));
    assertThat(sent).contains(new Sent("b", new Ask("unit", TERM, false)));
    holds("b", first); // As of the question before, so that the plan need not wait.
    pass(150);
    assertThat(given("b")).isNotEmpty();
    int others = given("a").size();

    holds("b", first);
    pass(1_000);
    assertThat(given("b")).as("it has them").isEmpty();
    assertThat(given("a")).as("nobody else gets them").isEmpty();
    assertThat(others).isPositive();
  }
}

package io.tributary.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.store.MemoryStore;
import io.tributary.cluster.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OwnEntryTest {
  private static final String KEY = "collectors/agent";
  private static final int TOKENS = 16;

  private final MemoryStore store = new MemoryStore();
  private final Random random = new Random(7);

  private OwnEntry agent(String id, boolean observes) {
    return new OwnEntry(
        store,
        new EntrySettings(KEY, id, id + ":1", "", TOKENS, observes, true),
        Clock.system(),
        random);
  }

  private Ring ring() throws StoreException {
    return RingCodec.decode(store.get(KEY).orElseThrow());
  }

  private RingMember stored(String id) throws StoreException {
    return Objects.requireNonNull(ring().members().get(id), id);
  }

  @Test
  void entersWithoutTokensAndJoinsWithItsOwn() throws Exception {
    OwnEntry first = agent("a", false);
    first.register(List.of());
    assertThat(stored("a").state()).isEqualTo(MemberState.PENDING);
    assertThat(stored("a").tokens()).isEmpty();
    first.join();
    assertThat(stored("a").state()).isEqualTo(MemberState.ACTIVE);
    assertThat(stored("a").tokens()).hasSize(TOKENS).isSorted().doesNotHaveDuplicates();
    OwnEntry second = agent("b", false);
    second.register(List.of());
    second.join();
    assertThat(stored("b").tokens()).doesNotContainAnyElementsOf(stored("a").tokens());
    assertThat(ring().members()).hasSize(2);
  }

  @Test
  void isActiveAtOnceWithTheTokensOfLastTime() throws Exception {
    List<Long> tokens = LongStream.range(0, TOKENS).boxed().toList();
    OwnEntry agent = agent("a", false);
    agent.register(tokens);
    assertThat(stored("a").state()).isEqualTo(MemberState.ACTIVE);
    assertThat(stored("a").tokens()).isEqualTo(tokens);
    OwnEntry fewer = agent("b", false);
    fewer.register(List.of(1000L));
    assertThat(stored("b").state()).isEqualTo(MemberState.PENDING);
    fewer.join();
    assertThat(stored("b").tokens()).hasSize(TOKENS).contains(1000L);
  }

  @Test
  void comesBackToAnEntryThatIsStillThere() throws Exception {
    OwnEntry agent = agent("a", false);
    agent.register(List.of());
    agent.join();
    List<Long> tokens = stored("a").tokens();
    agent.leave();
    assertThat(stored("a").state()).isEqualTo(MemberState.LEAVING);
    OwnEntry again = agent("a", false);
    again.register(List.of());
    assertThat(stored("a").state()).isEqualTo(MemberState.ACTIVE);
    assertThat(stored("a").tokens()).isEqualTo(tokens);
  }

  @Test
  void writesItselfAnewIntoAStoreThatForgot() throws Exception {
    OwnEntry agent = agent("a", false);
    agent.register(List.of());
    agent.join();
    RingMember before = stored("a");
    store.delete(KEY);
    agent.heartbeat();
    assertThat(stored("a").tokens()).isEqualTo(before.tokens());
    assertThat(stored("a").state()).isEqualTo(MemberState.ACTIVE);
  }

  @Test
  void takesOtherTokensWhereSomebodyHasTheSame() throws Exception {
    OwnEntry agent = agent("a", true);
    agent.register(List.of());
    agent.join();
    assertThat(stored("a").state()).isEqualTo(MemberState.JOINING);
    assertThat(agent.verifyTokens()).isTrue();
    var shared = new ArrayList<>(stored("a").tokens().subList(0, 2));
    RingMember rival = new RingMember("b", "b:1", 0, MemberState.ACTIVE, shared, "", 0);
    store.update(
        KEY, present -> Optional.of(RingCodec.encode(RingCodec.decode(present.get()).with(rival))));
    assertThat(agent.verifyTokens()).isFalse();
    assertThat(stored("a").tokens()).hasSize(TOKENS).doesNotContainAnyElementsOf(shared);
    assertThat(agent.verifyTokens()).isTrue();
    agent.activate();
    assertThat(stored("a").state()).isEqualTo(MemberState.ACTIVE);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    OwnEntry agent = agent("a", false);
    agent.register(List.of());
    agent.join();
    OwnEntry other = agent("b", false);
    other.register(List.of());
    agent.leave();
    agent.unregister();
    assertThat(ring().members().keySet()).containsExactly("b");
    assertThat(other.forget("nobody")).isTrue();
    store.delete(KEY);
    assertThat(other.forget("b")).isFalse();
    assertThat(other.read()).isEqualTo(Ring.EMPTY);
  }
}

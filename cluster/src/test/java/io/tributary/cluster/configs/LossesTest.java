package io.tributary.cluster.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LossesTest {
  private final Losses losses = new Losses();
  private long now = 17;

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static Set<String> some(int count) {
    var names = new TreeSet<String>();
    for (int i = 0; i < count; i++) {
      names.add("c" + i);
    }
    return names;
  }

  @Test
  void oneThatWasToldGoesHalfASecondLater() {
    losses.deleted("a", now);
    assertThat(losses.due(3, now)).isEmpty();
    pass(Losses.SETTLE);
    assertThat(losses.nextNanos(now)).isEqualTo(now);
    assertThat(losses.due(3, now)).containsExactly("a");
    assertThat(losses.names()).isEmpty();
  }

  @Test
  void oneThatComesBackStays() {
    losses.deleted("a", now);
    losses.found("a");
    pass(Losses.SETTLE);
    assertThat(losses.due(3, now)).isEmpty();
  }

  @Test
  void theOnlyOneMayBeDeleted() {
    losses.deleted("a", now);
    pass(Losses.SETTLE);
    assertThat(losses.due(1, now)).containsExactly("a");
  }

  @Test
  void allOfSeveralAtOnceWait() {
    some(3).forEach(name -> losses.deleted(name, now));
    pass(Losses.SETTLE);
    assertThat(losses.due(3, now)).isEmpty();
    assertThat(losses.names()).hasSize(3);
  }

  @Test
  void aStreamOfDeletionsIsWeighedWhileItRuns() {
    int known = 100;
    int deleted = 0;
    for (String name : some(100)) {
      losses.deleted(name, now);
      pass(Duration.ofMillis(100));
      deleted += losses.due(known - deleted, now).size();
    }
    assertThat(deleted).isBetween(10, 30);
  }

  @Test
  void whatSomebodyMeantToDeleteGoesAtOnceHoweverMany() {
    some(50)
        .forEach(name -> {
          losses.deleted(name, now);
          losses.confirm(name);
        });
    losses.deleted("z", now);
    losses.confirm("nobody");
    assertThat(losses.nextNanos(now)).isEqualTo(now);
    assertThat(losses.due(51, now)).hasSize(50);
    assertThat(losses.names()).containsExactly("z");
    pass(Losses.SETTLE);
    assertThat(losses.due(1, now)).containsExactly("z");
  }

  @Test
  void whatIsMissingWithoutAWordGoesWithTheSecondLook() {
    assertThat(losses.looked(9, Set.of("a"), now)).isEmpty();
    assertThat(losses.isDoubtful()).isTrue();
    assertThat(losses.looked(9, Set.of("a"), now)).containsExactly("a");
  }

  @Test
  void looksMustBeInARow() {
    assertThat(losses.looked(9, Set.of("a"), now)).isEmpty();
    assertThat(losses.looked(10, Set.of(), now)).isEmpty();
    assertThat(losses.looked(9, Set.of("a"), now)).isEmpty();
  }

  @Test
  void manyTakeThreeLooksAndTenMinutes() {
    Set<String> many = some(60);
    for (int i = 0; i < 5; i++) {
      assertThat(losses.looked(40, many, now)).isEmpty();
      pass(Duration.ofMinutes(1));
    }
    pass(Losses.CONFIRMATION);
    assertThat(losses.looked(40, many, now)).hasSize(60);
  }

  @Test
  void anEmptyStoreIsNeverEnough() {
    Set<String> all = some(1);
    for (int i = 0; i < 100; i++) {
      assertThat(losses.looked(0, all, now)).isEmpty();
      pass(Duration.ofMinutes(1));
    }
    losses.confirmAll();
    assertThat(losses.due(1, now)).isEqualTo(List.copyOf(all));
  }
}

package io.tributary.base.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.time.ManualClock;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  @Test
  void givesWhatThereIsAndNothingMore() {
    var budget = new MemoryBudget(100);
    assertThat(budget.take(60)).isTrue();
    assertThat(budget.take(41)).isFalse();
    assertThat(budget.take(40)).isTrue();
    assertThat(budget.usedBytes()).isEqualTo(100);
    budget.give(60);
    assertThat(budget.take(50)).isTrue();
    assertThat(budget.usedBytes()).isEqualTo(90);
  }

  @Test
  void noticesWhenMoreComesBackThanWasTaken() {
    assertThatThrownBy(() -> new MemoryBudget(100).give(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("BUG:");
  }

  @Test
  void theHeapHasRoomForLittleAndNotForMoreThanItself() {
    var heap = new JvmHeap(new ManualClock(0));
    assertThat(heap.has(1)).isTrue();
    assertThat(heap.has(Runtime.getRuntime().maxMemory())).isFalse();
    assertThat(heap.isScarce()).isFalse();
  }
}

package io.tributary.metrics.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import io.tributary.wire.writerequest.WriteRequest.SeriesExemplar;
import org.junit.jupiter.api.Test;

class WaitingExemplarsTest {
  private final WaitingExemplars waiting = new WaitingExemplars();

  private void add(int series, int number) {
    waiting.add(series, new SeriesExemplar(series, Labels.of("n", "" + number), 0, number));
  }

  @Test
  void givesThoseOfASeriesOnce() {
    add(1, 1);
    add(2, 2);
    add(1, 3);
    assertThat(waiting.take(1)).extracting(SeriesExemplar::timestampMs).containsExactly(1L, 3L);
    assertThat(waiting.take(1)).isEmpty();
    assertThat(waiting.isEmpty()).isFalse();
    assertThat(waiting.take(2)).hasSize(1);
    assertThat(waiting.isEmpty()).isTrue();
    assertThat(waiting.dropped()).isZero();
  }

  @Test
  void keepsNoMoreThanItsBoundOfOneSeriesAlone() {
    for (int i = 0; i < WaitingExemplars.MAX + 5; i++) {
      add(7, i);
    }
    assertThat(waiting.dropped()).isEqualTo(5);
    assertThat(waiting.take(7))
        .hasSize(WaitingExemplars.MAX)
        .first()
        .extracting(SeriesExemplar::timestampMs)
        .isEqualTo(5L);
  }

  @Test
  void dropsThoseOfTheSeriesThatWaitsLongest() {
    add(1, -1);
    for (int i = 0; i < WaitingExemplars.MAX; i++) {
      add(2 + i, i);
    }
    assertThat(waiting.take(1)).isEmpty();
    assertThat(waiting.take(2)).hasSize(1);
    assertThat(waiting.dropped()).isOne();
  }

  @Test
  void countsWhatItForgets() {
    add(1, 1);
    add(1, 2);
    waiting.clear();
    assertThat(waiting.isEmpty()).isTrue();
    assertThat(waiting.dropped()).isEqualTo(2);
  }
}

package io.tributary.agent.web.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingTextsTest {
  private final WaitingTexts waiting = new WaitingTexts();

  @Test
  void comeInTheirOrder() throws InterruptedException {
    waiting.offer("a");
    waiting.offer("b");
    assertThat(waiting.poll(0)).isEqualTo("a");
    assertThat(waiting.poll(0)).isEqualTo("b");
    assertThat(waiting.poll(0)).isNull();
  }

  @Test
  void thereIsRoomForSoMany() throws InterruptedException {
    for (int i = 0; i < WaitingTexts.MOST + 5; i++) {
      waiting.offer("" + i);
    }
    int count = 0;
    while (waiting.poll(0) != null) {
      count++;
    }
    assertThat(count).isEqualTo(WaitingTexts.MOST);
  }

  @Test
  void longOnesTakeMoreOfIt() throws InterruptedException {
    String half = "x".repeat(WaitingTexts.MOST_CHARS / 2);
    waiting.offer(half);
    waiting.offer(half);
    waiting.offer("left out");
    assertThat(waiting.poll(0)).isSameAs(half);
    waiting.offer("has room");
    assertThat(waiting.poll(0)).isSameAs(half);
    assertThat(waiting.poll(0)).isEqualTo("has room");
  }

  @Test
  void oneMayBeLongerThanAllOfIt() throws InterruptedException {
    String long1 = "x".repeat(WaitingTexts.MOST_CHARS + 1);
    waiting.offer(long1);
    waiting.offer("left out");
    assertThat(waiting.poll(0)).isSameAs(long1);
    assertThat(waiting.poll(0)).isNull();
  }
}

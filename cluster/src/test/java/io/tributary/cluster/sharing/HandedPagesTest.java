package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandedPagesTest {
  private final SharingStats stats = new SharingStats();
  private final HandedPages pages = new HandedPages(stats);

  private static Handed handed(int bytes) {
    return new Handed(5, new byte[bytes]);
  }

  @Test
  void hasRoomForSoManyBytesAgainOnceSomeAreGone() {
    int quarter = (int) (HandedPages.MAX_BYTES / 4);
    for (int key = 0; key < 5; key++) {
      pages.add(key, handed(quarter), key);
    }
    assertThat(pages.remove(4)).as("no room").isEmpty();
    assertThat(stats.lostPages()).isEqualTo(1);
    assertThat(pages.remove(0)).isPresent();
    pages.forget(1);
    assertThat(pages.remove(1)).isEmpty();
    pages.add(5, handed(2 * quarter), 5);
    assertThat(pages.remove(5)).isPresent();
    assertThat(pages.remove(2)).as("younger than those to be forgotten").isPresent();
  }

  @Test
  void hasRoomForSoMany() {
    for (int key = 0; key <= HandedPages.MAX_PAGES; key++) {
      pages.add(key, handed(0), 0);
    }
    assertThat(pages.remove(HandedPages.MAX_PAGES)).isEmpty();
    assertThat(pages.remove(HandedPages.MAX_PAGES - 1)).isPresent();
  }

  /// What came first is what the owner let go of.
  @Test
  void keepsTheFirstOfOneTarget() {
    pages.add(7, handed(1), 0);
    pages.add(7, handed(2), 0);
    assertThat(pages.remove(7).orElseThrow().lastPage()).hasSize(1);
  }
}

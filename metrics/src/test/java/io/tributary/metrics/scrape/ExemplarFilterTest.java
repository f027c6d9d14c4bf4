package io.tributary.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExemplarFilterTest {
  private static final long NONE = SideColumns.NO_TIMESTAMP;

  private final ExemplarFilter filter = new ExemplarFilter();
  private final Layout layout = layout();

  private static Layout layout() {
    var layouts = new Layouts();
    var block = new BlockBuilder();
    block.add(Labels.of("__name__", "a"), List.of());
    block.add(Labels.of("__name__", "b"), List.of());
    return layouts.layout(List.of(), List.of(layouts.intern(block.build(FamilyMetadata.NONE))));
  }

  @Test
  void anExemplarWithoutATimestampIsStoredOnce() {
    assertThat(admit(100, exemplar(0, "x", NONE))).containsExactly("0 x @100");
    assertThat(admit(200, exemplar(0, "x", NONE))).isEmpty();
    assertThat(admit(300, exemplar(0, "y", NONE))).containsExactly("0 y @300");
    assertThat(admit(400, exemplar(0, "x", NONE), exemplar(1, "x", NONE)))
        .containsExactly("0 x @400", "1 x @400");
  }

  @Test
  void anExemplarWithATimestampIsStoredOnceForEachTime() {
    assertThat(admit(100, exemplar(0, "x", 50))).containsExactly("0 x @50");
    assertThat(admit(200, exemplar(0, "x", 50))).isEmpty();
    assertThat(admit(300, exemplar(0, "x", 60))).containsExactly("0 x @60");
  }

  @Test
  void olderExemplarsCountOnlyWhereThereIsNoNewOne() {
    assertThat(admit(100, exemplar(0, "x", 50), exemplar(0, "y", 60))).hasSize(2);
    assertThat(admit(200, exemplar(0, "x", 50), exemplar(0, "y", 60), exemplar(0, "z", 70)))
        .containsExactly("0 z @70");
    assertThat(filter.takeOutOfOrder()).isZero();
    assertThat(admit(300, exemplar(0, "x", 50))).isEmpty();
    assertThat(filter.takeOutOfOrder()).isEqualTo(1);
  }

  @Test
  void longLabelsAreNotStored() {
    assertThat(admit(100, exemplar(0, "v".repeat(127), NONE))).hasSize(1);
    assertThat(admit(100, exemplar(1, "v".repeat(128), NONE))).isEmpty();
  }

  private List<String> admit(long timestampMs, Exemplar... exemplars) {
    return filter.admit(layout, List.of(exemplars), timestampMs, null).stream()
        .map(e -> e.row() + " " + e.labels().getOrEmpty("t") + " @" + e.timestampMs())
        .toList();
  }

  private static Exemplar exemplar(int row, String value, long timestampMs) {
    return new Exemplar(row, Labels.of("t", value), 0, timestampMs);
  }
}

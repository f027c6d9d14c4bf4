package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.river.BlockText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The labels that make up the key of a clustered target, as they are written.
class KeyLabelsTest {
  private final BlockText text = new BlockText();

  private ScrapeArguments read(String keyLabels) {
    return text.read(
        """
        targets    = []
        forward_to = []
        clustering {
          enabled = true
          %s
        }
        """
            .formatted(keyLabels),
        ScrapeArguments.CODEC::decode);
  }

  @Test
  void areShownAndTellConfigurationsApart() {
    ScrapeArguments plain = read("");
    ScrapeArguments some = read("key_labels = [\"zone\", \"pod\"]");
    assertThat(text.found()).isEmpty();
    assertThat(plain.keyLabels()).isEmpty();
    assertThat(some.keyLabels()).isEqualTo(List.of("zone", "pod"));
    assertThat(some.digest()).isNotEqualTo(plain.digest());
    assertThat(ScrapeArguments.CODEC.describe(some).source())
        .contains("key_labels = [\"zone\", \"pod\"]");
    assertThat(ScrapeArguments.CODEC.describe(plain).source()).doesNotContain("key_labels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          key_labels = []              | key_labels names no label: leave it out for all of them
          key_labels = ["a", "b", "a"] | duplicate label name "a" in key_labels
          key_labels = ["a-b"]         | "a-b" in key_labels is not a valid label name
          key_labels = [""]            | "" in key_labels is not a valid label name
          labels = ["a"]               | unrecognized attribute name "labels"
          """)
  void areChecked(String written, String message) {
    read(written);
    assertThat(text.found()).singleElement().asString().endsWith(message);
  }
}

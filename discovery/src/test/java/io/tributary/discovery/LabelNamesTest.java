package io.tributary.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNamesTest {
  @ParameterizedTest
  @CsvSource({
    "plain_1,plain_1",
    "app.kubernetes.io/name,app_kubernetes_io_name",
    "ä😀-x,___x",
    "1st,1st",
    "'',''"
  })
  void replacesWhatALegacyNameCannotHold(String text, String name) {
    assertThat(LabelNames.sanitize(text)).isEqualTo(name);
  }
}

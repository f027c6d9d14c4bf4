package io.tributary.river.stdlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import io.tributary.river.Evaluate;
import io.tributary.river.stdlib.text.GoFormat;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// The results are those of Go.
class GoFormatTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "format.csv",
      delimiter = ';',
      quoteCharacter = '\u00a7',
      ignoreLeadingAndTrailingWhitespace = false)
  void printsWhatGoPrints(String format, @Nullable String arguments, @Nullable String expected) {
    var values = (ArrayValue) Evaluate.value("[" + (arguments == null ? "" : arguments) + "]");
    assertThat(GoFormat.format(format, values.elements()))
        .as(format + " of " + arguments)
        .isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void neverPrintsASecret() {
    var values =
        List.of(
            Value.of(SecretCapsule.of("hunter2")), Value.of(OptionalSecret.of("hunter2", true)));
    for (String verb : List.of("%s", "%v", "%q", "%#v", "%x", "%d")) {
      assertThat(GoFormat.format(verb + " " + verb, values))
          .doesNotContain("hunter2")
          .doesNotContain("68756e74657232");
    }
    assertThat(GoFormat.format("%s %v", values)).isEqualTo("(secret) (secret)");
    assertThat(GoFormat.format("%s", List.of(Value.of(OptionalSecret.of("a", false)))))
        .isEqualTo("a");
  }

  @Test
  void boundsWhatItMakes() {
    String format = "%1000000d".repeat(20);
    List<Value> values = Collections.nCopies(20, Value.of(1));
    assertThatThrownBy(() -> GoFormat.format(format, values)).isInstanceOf(ConfigException.class);
  }
}

package io.tributary.river.stdlib;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.Evaluate;
import io.tributary.river.value.FunctionValue;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class StdlibTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "stdlib.csv",
      delimiter = '|',
      quoteCharacter = '\u00a7',
      maxCharsPerColumn = 10_000)
  void gives(String expression, String expected) {
    assertThat(Evaluate.shown(expression)).as(expression).isEqualTo(expected);
  }

  @Test
  void hasTheNamesOfAlloyAndOfFlow() {
    var names = new ArrayList<String>();
    for (String name : Evaluate.STDLIB.names()) {
      Value value = Evaluate.value(name);
      if (value instanceof ObjectValue(var fields)) {
        fields.keySet().forEach(field -> names.add(name + "." + field));
      } else {
        names.add(name);
      }
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "constants.hostname",
            "constants.os",
            "constants.arch",
            "constants.version",
            "coalesce",
            "json_path",
            "sys.env",
            "convert.nonsensitive",
            "array.concat",
            "array.combine_maps",
            "array.group_by",
            "encoding.from_json",
            "encoding.from_yaml",
            "encoding.from_base64",
            "encoding.from_URLbase64",
            "encoding.to_json",
            "encoding.to_base64",
            "encoding.to_URLbase64",
            "encoding.url_encode",
            "encoding.url_decode",
            "string.format",
            "string.join",
            "string.replace",
            "string.split",
            "string.to_lower",
            "string.to_upper",
            "string.trim",
            "string.trim_prefix",
            "string.trim_suffix",
            "string.trim_space",
            "file.path_join",
            "env",
            "nonsensitive",
            "concat",
            "json_decode",
            "yaml_decode",
            "base64_decode",
            "format",
            "join",
            "replace",
            "split",
            "to_lower",
            "to_upper",
            "trim",
            "trim_prefix",
            "trim_suffix",
            "trim_space");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env", "nonsensitive", "concat", "json_decode", "yaml_decode", "base64_decode", "format",
            "join",
        "replace", "split", "to_lower", "to_upper", "trim", "trim_prefix", "trim_suffix",
            "trim_space"
      })
  void keepsOldNamesAsTheSameFunction(String old) {
    assertThat(Stdlib.isDeprecated(old)).isTrue();
    assertThat(Evaluate.value(old)).isInstanceOf(FunctionValue.class);
    assertThat(Evaluate.value(old)).isSameAs(Evaluate.value(Stdlib.successor(old)));
  }

  @Test
  void knowsWhatIsExperimental() {
    assertThat(Stdlib.isExperimental("array.combine_maps")).isTrue();
    assertThat(Stdlib.isExperimental("array.group_by")).isTrue();
    assertThat(Stdlib.isExperimental("array.concat")).isFalse();
    assertThat(Stdlib.isDeprecated("coalesce")).isFalse();
  }

  @Test
  void describesTheHostInTheWordsOfGo() {
    assertThat(Host.goSystem("Linux")).isEqualTo("linux");
    assertThat(Host.goSystem("Mac OS X")).isEqualTo("darwin");
    assertThat(Host.goSystem("Windows 11")).isEqualTo("windows");
    assertThat(Host.goProcessor("aarch64")).isEqualTo("arm64");
    assertThat(Host.normalized("")).isEqualTo("v0.0.0");
    assertThat(Host.normalized("1.2.3")).isEqualTo("v1.2.3");
    assertThat(Host.normalized("v1.2.3")).isEqualTo("v1.2.3");
    Host current = Host.current("0.1.0");
    assertThat(current.version()).isEqualTo("v0.1.0");
    assertThat(current.environment().apply("NO_SUCH_VARIABLE_IS_SET")).isEmpty();
  }

  @Test
  void boundsTheListsThatItMakes() {
    String text = "\"" + "a,".repeat(1_100_000) + "\"";
    for (String separator : List.of("\"\"", "\",\"")) {
      assertThat(Evaluate.shown("string.split(" + text + ", " + separator + ")"))
          .isEqualTo("error string.split makes a list that is longer than the limit");
    }
  }

  @Test
  void joinsAndSplitsWhatItIsGiven() {
    assertThat(Evaluate.value("string.split(\"a,b\", \",\")"))
        .isEqualTo(Value.of(List.of(Value.of("a"), Value.of("b"))));
    assertThat(Evaluate.value("encoding.from_json(\"{\\\"a\\\": [null]}\")"))
        .isEqualTo(Value.of(Map.of("a", Value.of(List.of(Value.ofNull())))));
  }
}

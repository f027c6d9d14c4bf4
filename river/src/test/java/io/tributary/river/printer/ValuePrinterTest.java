package io.tributary.river.printer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.Capsules.Opaque;
import io.tributary.river.Capsules.Target;
import io.tributary.river.value.FunctionValue;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuePrinterTest {
  @Test
  void printsPlainValuesAsTheyWouldBeWritten() {
    assertThat(ValuePrinter.print(Value.ofNull())).isEqualTo("null");
    assertThat(ValuePrinter.print(Value.of(true))).isEqualTo("true");
    assertThat(ValuePrinter.print(Value.of(-3))).isEqualTo("-3");
    assertThat(ValuePrinter.print(Value.of(1e21))).isEqualTo("1000000000000000000000");
    assertThat(ValuePrinter.print(NumberValue.ofUnsigned(-1))).isEqualTo("18446744073709551615");
    assertThat(ValuePrinter.print(Value.of("a\"\n"))).isEqualTo("\"a\\\"\\n\"");
    assertThat(ValuePrinter.print(Value.of(List.of(Value.of(1), Value.of("x")))))
        .isEqualTo("[1, \"x\"]");
  }

  @Test
  void printsFieldsSortedAndAligned() {
    var value =
        Value.of(
            Map.of("long_key", Value.of(1), "a", Value.of(Map.of()), "b c", Value.of(List.of())));
    assertThat(ValuePrinter.print(value))
        .isEqualTo("{\n\ta        = {},\n\t\"b c\"    = [],\n\tlong_key = 1,\n}");
  }

  @Test
  void printsCapsulesByTheirName() {
    assertThat(ValuePrinter.print(Value.of(new Opaque("MetricsReceiver"))))
        .isEqualTo("capsule(\"MetricsReceiver\")");
    assertThat(ValuePrinter.print(Value.of(new Target(Map.of("__address__", Value.of("h:1"))))))
        .isEqualTo("{\n\t__address__ = \"h:1\",\n}");
    assertThat(ValuePrinter.print(new FunctionValue("f", 0, 0, _ -> Value.ofNull())))
        .isEqualTo("function");
  }

  @Test
  void neverPrintsASecret() {
    var values =
        Value.of(
            List.of(
                Value.of(SecretCapsule.of("hunter2")),
                Value.of(OptionalSecret.of("hunter2", true)),
                Value.of(OptionalSecret.of("plain", false))));
    assertThat(ValuePrinter.print(values)).isEqualTo("[(secret), (secret), \"plain\"]");
    assertThat(values.toString()).doesNotContain("hunter2");
  }
}

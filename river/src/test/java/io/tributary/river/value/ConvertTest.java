package io.tributary.river.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.Secret;
import io.tributary.river.Capsules.Opaque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertTest {
  private record Thing(String capsuleName) implements Capsule {}

  @Test
  void turnsNumbersIntoTexts() {
    assertThat(Convert.toText(Value.of(10))).isEqualTo("10");
    assertThat(Convert.toText(Value.of(2.5))).isEqualTo("2.5");
    assertThat(Convert.toText(Value.of(1e21))).isEqualTo("1000000000000000000000");
    assertThat(Convert.toText(Value.of(1e-7))).isEqualTo("0.0000001");
    assertThat(Convert.toText(Value.of(-0.0))).isEqualTo("-0");
    assertThat(Convert.toText(Value.of(Double.NaN))).isEqualTo("NaN");
    assertThat(Convert.toText(Value.of(Double.POSITIVE_INFINITY))).isEqualTo("+Inf");
  }

  @ParameterizedTest
  @CsvSource({
    "1, UNSIGNED, 1",
    "-1, SIGNED, -1",
    "1.5, FLOAT, 1.5",
    "1e3, FLOAT, 1000",
    ".5, FLOAT, 0.5"
  })
  void turnsTextsIntoNumbers(String text, NumberValue.Kind kind, String expected) {
    NumberValue number = Convert.toNumber(Value.of(text));
    assertThat(number.kind()).isEqualTo(kind);
    assertThat(number.text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "-1.5", "1e400", "+1", "0x10", " 1", "1_0", "99999999999999999999"})
  void refusesTextsThatAreNoNumbers(String text) {
    assertThatThrownBy(() -> Convert.toNumber(Value.of(text)))
        .hasMessage("should be number, got string");
  }

  @Test
  void neverConvertsTruthValues() {
    assertThatThrownBy(() -> Convert.toText(Value.of(true)))
        .hasMessage("should be string, got bool");
    assertThatThrownBy(() -> Convert.toBool(Value.of("true")))
        .hasMessage("should be bool, got string");
    assertThatThrownBy(() -> Convert.toNumber(Value.of(true)))
        .hasMessage("should be number, got bool");
  }

  @Test
  void neverMakesAListOfASingleValue() {
    assertThatThrownBy(() -> Convert.toList(Value.of("x"), Convert::toText))
        .hasMessage("should be array, got string");
  }

  @Test
  void takesNullForTheZeroOfAnyType() {
    Value nothing = Value.ofNull();
    assertThat(Convert.toText(nothing)).isEmpty();
    assertThat(Convert.toNumber(nothing).toLong()).isZero();
    assertThat(Convert.toBool(nothing)).isFalse();
    assertThat(Convert.toList(nothing, Convert::toText)).isEmpty();
    assertThat(Convert.toMap(nothing, Convert::toText)).isEmpty();
    assertThat(Convert.toSecret(nothing).secret().isEmpty()).isTrue();
    assertThat(Convert.toCapsule(nothing, Thing.class, "Thing")).isEmpty();
  }

  @Test
  void turnsTextsIntoSecretsAndNeverBack() {
    assertThat(Convert.toSecret(Value.of("x")).secret()).isEqualTo(Secret.of("x"));
    var secret = Value.of(SecretCapsule.of("x"));
    assertThat(Convert.toOptionalSecret(secret).isSecret()).isTrue();
    assertThat(Convert.toOptionalSecret(Value.of("x")).isSecret()).isFalse();
    assertThat(Convert.toSecret(Value.of(OptionalSecret.of("y", false))).secret())
        .isEqualTo(Secret.of("y"));
    assertThat(Convert.toText(Value.of(OptionalSecret.of("y", false)))).isEqualTo("y");
    assertThat(Convert.toNumber(Value.of(OptionalSecret.of("12", false))).toLong()).isEqualTo(12);
    for (Value value : List.of(secret, Value.of(OptionalSecret.of("x", true)))) {
      assertThatThrownBy(() -> Convert.toText(value))
          .hasMessage("secrets may not be converted into strings");
      assertThatThrownBy(() -> Convert.toNumber(value)).hasMessage("should be number, got capsule");
    }
    assertThatThrownBy(() -> Convert.toSecret(Value.of(1)))
        .hasMessage("should be capsule, got number");
  }

  @Test
  void tellsCapsulesApart() {
    var thing = new Thing("Thing");
    assertThat(Convert.toCapsule(Value.of(thing), Thing.class, "Thing")).contains(thing);
    assertThatThrownBy(() -> Convert.toCapsule(Value.of(new Opaque("Other")), Thing.class, "Thing"))
        .hasMessage("expected capsule(\"Thing\"), got capsule(\"Other\")");
    assertThatThrownBy(() -> Convert.toCapsule(Value.of("x"), Thing.class, "Thing"))
        .hasMessage("should be capsule, got string");
  }

  @Test
  void comparesByWorth() {
    assertThat(Equality.equal(Value.of(1), Value.of(1.0))).isTrue();
    assertThat(Equality.equal(NumberValue.ofUnsigned(1), Value.of(1))).isTrue();
    assertThat(Equality.equal(Value.of(Double.NaN), Value.of(Double.NaN))).isFalse();
    assertThat(Equality.equal(Value.of("1"), Value.of(1))).isFalse();
    assertThat(Equality.equal(Value.of(new Thing("a")), Value.of(new Thing("a")))).isTrue();
    assertThat(Equality.equal(Value.of(Map.of()), Value.of(Map.of("a", Value.ofNull())))).isFalse();
    assertThat(Equality.compare("\uFFFD", "\uD83D\uDE00")).isEqualTo(Equality.Order.LESS);
    assertThat(Equality.compare("\uD83D\uDE00", "\uD83D\uDE01")).isEqualTo(Equality.Order.LESS);
    assertThat(Equality.compare("ab", "a")).isEqualTo(Equality.Order.GREATER);
  }
}

package io.tributary.discovery.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.Body;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static Fingerprint of(Value value) {
    return Fingerprint.of("kind", Body.builder().attr("a", value).build(), List.of());
  }

  @Test
  void tellsSecretsApart() {
    assertThat(of(Value.of(SecretCapsule.of("one"))).key())
        .isEqualTo(of(Value.of(SecretCapsule.of("one"))).key())
        .isNotEqualTo(of(Value.of(SecretCapsule.of("two"))).key());
    Value one = Value.of(List.of(Value.of(Map.of("x", Value.of(SecretCapsule.of("one"))))));
    Value two = Value.of(List.of(Value.of(Map.of("x", Value.of(SecretCapsule.of("two"))))));
    assertThat(of(one).key()).isNotEqualTo(of(two).key());
    assertThat(of(one).key().toString()).doesNotContain("one");
  }

  @Test
  void tellsApartWhatOnlyLooksAlike() {
    Body body = Body.builder().attr("a", "x").build();
    assertThat(Fingerprint.of("kind", body, List.of("ab", "c")).key())
        .isNotEqualTo(Fingerprint.of("kind", body, List.of("a", "bc")).key());
    Body inner = Body.builder().block("b", body).attr("c", "y").build();
    Body outer = Body.builder().block("b", Body.EMPTY).attr("a", "x").attr("c", "y").build();
    assertThat(Fingerprint.of("kind", inner, List.of()).key())
        .isNotEqualTo(Fingerprint.of("kind", outer, List.of()).key());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST., true",
    "db.localhost, true",
    "127.0.0.1, true",
    "127.1, true",
    "0.0.0.0, true",
    "[::1], true",
    "::, true",
    "0:0:0:0:0:0:0:1, true",
    "[::ffff:127.0.0.1], true",
    "127.example.com, false",
    "10.0.0.127, false",
    "169.254.169.254, true",
    "169.254.example.com, false",
    "localhost.example.com, false",
    "::2, false",
    "fe80::1, false",
    "'', false",
  })
  void knowsNamesOfThisHost(String name, boolean isMeant) {
    assertThat(ThisHost.isMeantBy(name)).isEqualTo(isMeant);
  }
}

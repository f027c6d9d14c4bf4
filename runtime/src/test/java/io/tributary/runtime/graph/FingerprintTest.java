package io.tributary.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void showsWhatIsSimple() {
    assertThat(Fingerprint.of(Value.of("a b/ü"), false)).isEqualTo("a_b_ü");
    assertThat(Fingerprint.of(Value.of(12), false)).isEqualTo("12");
    assertThat(Fingerprint.of(Value.of(3.14), false)).isEqualTo("3_140000");
    assertThat(Fingerprint.of(Value.of(true), false)).isEqualTo("true");
  }

  @Test
  void hashesTheRest() {
    String hashed = Fingerprint.of(Value.of("abc"), true);
    assertThat(hashed)
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Value list = Value.of(List.of(Value.of(1)));
    assertThat(Fingerprint.of(list, false)).hasSize(64).isEqualTo(Fingerprint.of(list, true));
  }

  @Test
  void findsFieldsOfObjects() {
    assertThat(Fingerprint.field(Value.of(Map.of("a", Value.of(1))), "a")).contains(Value.of(1));
    assertThat(Fingerprint.field(Value.of(Map.of()), "a")).isEmpty();
    assertThat(Fingerprint.field(Value.of("a"), "a")).isEmpty();
  }
}

package io.tributary.component.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.labels.Labels;
import io.tributary.river.value.Convert;
import io.tributary.river.value.Equality;
import io.tributary.river.value.Value;
import io.tributary.river.value.ValueException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetCapsuleTest {
  private static final Labels LABELS = Labels.of("__address__", "localhost:1", "job", "x");

  @Test
  void standsForAnObjectOfTextsAndTheOtherWayRound() {
    Value capsules = TargetCapsule.listOf(List.of(LABELS));
    assertThat(Convert.toList(capsules, TargetCapsule.READER)).containsExactly(LABELS);
    Value objects =
        Value.of(
            List.of(
                Value.of(Map.of("__address__", Value.of("localhost:1"), "job", Value.of("x")))));
    assertThat(Convert.toList(objects, TargetCapsule.READER)).containsExactly(LABELS);
    assertThat(Convert.toObject(Value.of(new TargetCapsule(LABELS))))
        .containsEntry("job", Value.of("x"));
  }

  @Test
  void isEqualByItsLabels() {
    Value one = Value.of(new TargetCapsule(LABELS));
    Value other = Value.of(new TargetCapsule(Labels.of("job", "x", "__address__", "localhost:1")));
    assertThat(Equality.equal(one, other)).isTrue();
  }

  @Test
  void takesNothingElse() {
    assertThatThrownBy(() -> TargetCapsule.READER.read(Value.of("x")))
        .isInstanceOf(ValueException.class);
  }
}

package io.tributary.river.value;

import java.util.ArrayList;
import java.util.List;

/// A value cannot be used for what it is wanted for.
///
/// Knows the value itself, and the values around it from the outside in, each with what leads to
/// the next one (`.field`, `[2]`). Whoever knows which expression gave which value says where that
/// is.
public final class ValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A value on the way, and what leads from it to the next.
  public record Step(Value container, String accessor) {}

  private final transient Value culprit;
  private final transient List<Step> steps;
  private final String reason;

  public ValueException(Value culprit, String reason) {
    this(culprit, reason, List.of());
  }

  private ValueException(Value culprit, String reason, List<Step> steps) {
    super(reason, null, false, false);
    this.culprit = culprit;
    this.reason = reason;
    this.steps = steps;
  }

  /// `should be number, got string`.
  public static ValueException type(Value culprit, ValueType expected) {
    return new ValueException(culprit, "should be " + expected + ", got " + culprit.type());
  }

  /// The same error, seen from the value around.
  public ValueException within(Value container, String accessor) {
    var all = new ArrayList<Step>(steps.size() + 1);
    all.add(new Step(container, accessor));
    all.addAll(steps);
    return new ValueException(culprit, reason, all);
  }

  public Value culprit() {
    return culprit;
  }

  public List<Step> steps() {
    return steps;
  }

  public String reason() {
    return reason;
  }
}

package io.tributary.river.eval;

import io.tributary.base.secret.Secret;
import io.tributary.river.syntax.BinaryOperator;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.StringValue;
import org.jspecify.annotations.Nullable;

/// Operators on secrets: what a secret goes into is a secret, and a content that is none counts as
/// the text that it is.
final class Secrets {
  private Secrets() {}

  /// Null when the operands are something else, or the operator does not care for secrets.
  static @Nullable Value apply(Value left, BinaryOperator operator, Value right) {
    Secret a = text(left);
    Secret b = text(right);
    if (a == null || b == null) {
      return null;
    }
    boolean bothOptional = isOptional(left) && isOptional(right);
    if (!bothOptional && !isSecret(left) && !isSecret(right)) {
      return Operators.apply(Value.of(a.value()), operator, Value.of(b.value()));
    }
    return switch (operator) {
      case PLUS -> joined(left, right, Operators.join(a.value(), b.value(), right));
      case EQUAL -> Value.of(equal(left, right, a, b));
      case NOT_EQUAL -> Value.of(!equal(left, right, a, b));
      default -> null;
    };
  }

  private static boolean equal(Value left, Value right, Secret a, Secret b) {
    boolean bothOptional = isOptional(left) && isOptional(right);
    return bothOptional ? left.equals(right) : a.equals(b);
  }

  private static Value joined(Value left, Value right, String text) {
    if (isPlainSecret(left) || isPlainSecret(right)) {
      return Value.of(SecretCapsule.of(text));
    }
    return Value.of(OptionalSecret.of(text, isSecret(left) || isSecret(right)));
  }

  private static @Nullable Secret text(Value value) {
    return switch (value) {
      case StringValue(var text) -> Secret.of(text);
      case CapsuleValue(SecretCapsule(var secret)) -> secret;
      case CapsuleValue(OptionalSecret(var content, _)) -> content;
      default -> null;
    };
  }

  private static boolean isOptional(Value value) {
    return value instanceof CapsuleValue(OptionalSecret _);
  }

  private static boolean isPlainSecret(Value value) {
    return value instanceof CapsuleValue(SecretCapsule _);
  }

  private static boolean isSecret(Value value) {
    return isPlainSecret(value)
        || (value instanceof CapsuleValue(OptionalSecret optional) && optional.isSecret());
  }
}

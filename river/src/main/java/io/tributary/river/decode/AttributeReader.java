package io.tributary.river.decode;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretNames;
import io.tributary.base.secret.SecretText;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.eval.Evaluation;
import io.tributary.river.eval.EvaluationException;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.value.Arguments;
import io.tributary.river.value.Convert;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.NullValue;
import io.tributary.river.value.ValueException;
import io.tributary.river.value.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One attribute, read as the type that the caller wants.
///
/// An attribute that is not there, or is wrong, gives the fallback; the latter is reported. Null
/// gives the zero of the type.
public final class AttributeReader {
  private static final BigDecimal MOST_UNSIGNED = new BigDecimal("18446744073709551615");

  private final BlockReader block;
  private final @Nullable Attribute attribute;

  AttributeReader(BlockReader block, @Nullable Attribute attribute) {
    this.block = block;
    this.attribute = attribute;
  }

  public boolean isThere() {
    return attribute != null;
  }

  /// Reports something about the value, or about the block where the attribute is not there.
  public void error(String message) {
    block.error(attribute == null ? block.header() : attribute.value().span(), message);
  }

  /// The value as it is.
  public Optional<Value> value() {
    return read(value -> value);
  }

  public String text(String fallback) {
    return read(Convert::toText).orElse(fallback);
  }

  public boolean bool(boolean fallback) {
    return read(Convert::toBool).orElse(fallback);
  }

  /// A whole number; of a fraction, what stands before the point.
  public int integer(int fallback) {
    return whole(Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue).orElse(fallback);
  }

  public long longInteger(long fallback) {
    return whole(Long.MIN_VALUE, Long.MAX_VALUE).orElse(fallback);
  }

  /// A whole number that is not negative.
  public long unsigned(long fallback) {
    return whole(0, Long.MAX_VALUE).orElse(fallback);
  }

  /// A whole number of 64 bits without a sign: its bits.
  public long unsigned64(long fallback) {
    return whole(BigDecimal.ZERO, MOST_UNSIGNED)
        .map(BigDecimal::toBigInteger)
        .map(BigInteger::longValue)
        .orElse(fallback);
  }

  public double decimal(double fallback) {
    return read(value -> Convert.toNumber(value).toDouble()).orElse(fallback);
  }

  /// A duration of Go: `1m30s`.
  public Duration duration(Duration fallback) {
    return parsed(fallback, Duration.ZERO, GoDurations::parse);
  }

  /// A size in bytes: `100MiB`.
  public long byteSize(long fallback) {
    return parsed(fallback, 0L, ByteSizes::parse);
  }

  public Secret secret() {
    return read(value -> Convert.toSecret(value).secret()).orElse(Secret.EMPTY);
  }

  public OptionalSecret optionalSecret() {
    return read(Convert::toOptionalSecret).orElse(OptionalSecret.of("", false));
  }

  public List<String> texts(List<String> fallback) {
    return list(Convert::toText).orElse(fallback);
  }

  public Map<String, String> textMap() {
    return map(Convert::toText).orElse(Map.of());
  }

  public Map<String, List<String>> textListMap() {
    return map(value -> Convert.toList(value, Convert::toText)).orElse(Map.of());
  }

  public Map<String, Secret> secretMap() {
    return map(value -> Convert.toSecret(value).secret()).orElse(Map.of());
  }

  /// The elements of a list, each as `reader` wants it, which throws [ValueException].
  public <T> Optional<List<T>> list(Arguments.Reader<T> reader) {
    return read(value -> Convert.toList(value, reader));
  }

  /// The fields of an object, each as `reader` wants it.
  public <T> Optional<Map<String, T>> map(Arguments.Reader<T> reader) {
    return read(value -> Convert.toMap(value, reader));
  }

  /// A capsule of the host's type, which messages call `name`.
  public <T> Optional<T> capsule(Class<T> type, String name) {
    return read(value -> Convert.toCapsule(value, type, name)).flatMap(Function.identity());
  }

  /// A list of such capsules.
  public <T> List<T> capsules(Class<T> type, String name) {
    return list(value -> capsule(value, type, name)).orElse(List.of());
  }

  private static <T> T capsule(Value value, Class<T> type, String name) {
    return Convert.toCapsule(value, type, name)
        .orElseThrow(() -> ValueException.type(value, ValueType.CAPSULE));
  }

  /// A text that `parser` reads, which throws [ConfigException]; `zero` stands for null.
  public <T> T parsed(T fallback, T zero, Function<String, T> parser) {
    return read(value -> value instanceof NullValue ? zero : parse(value, parser)).orElse(fallback);
  }

  /// One of some texts.
  public <T> T choice(T fallback, Map<String, T> choices) {
    return read(
            value -> {
              T choice = choices.get(Convert.toText(value));
              if (choice == null) {
                String expected = String.join(", ", choices.keySet().stream().sorted().toList());
                throw new ValueException(value, "should be one of " + expected);
              }
              return choice;
            })
        .orElse(fallback);
  }

  /// Reads the value in a way of the caller's own.
  public <T> Optional<T> read(Arguments.Reader<T> reader) {
    Attribute present = attribute;
    if (present == null) {
      return Optional.empty();
    }
    var evaluation = new Evaluation(block.scope());
    try {
      return Optional.of(reader.read(evaluation.value(present.value())));
    } catch (EvaluationException e) {
      block.error(shown(present, e.diagnostic()));
    } catch (ValueException e) {
      block.error(shown(present, evaluation.diagnose(e, present.value().span())));
    }
    return Optional.empty();
  }

  /// What is wrong with a secret is said without the secret.
  private static Diagnostic shown(Attribute attribute, Diagnostic diagnostic) {
    return SecretNames.isSecret(attribute.name().text())
        ? new Diagnostic(
            diagnostic.severity(),
            SecretText.withoutLiterals(diagnostic.message()),
            diagnostic.span(),
            diagnostic.hint())
        : diagnostic;
  }

  /// The text of a value as `parser` reads it. Throws [ValueException].
  public static <T> T parse(Value value, Function<String, T> parser) {
    String text = Convert.toText(value);
    try {
      return parser.apply(text);
    } catch (ConfigException e) {
      throw new ValueException(value, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Long> whole(long least, long most) {
    return whole(BigDecimal.valueOf(least), BigDecimal.valueOf(most))
        .map(BigDecimal::longValueExact);
  }

  private Optional<BigDecimal> whole(BigDecimal least, BigDecimal most) {
    return read(value -> {
      NumberValue number = Convert.toNumber(value);
      if (number.isFinite()) {
        BigDecimal whole = number.toDecimal().setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(least) >= 0 && whole.compareTo(most) <= 0) {
          return whole;
        }
      }
      throw new ValueException(
          value, "is out of range, should be between " + least + " and " + most);
    });
  }
}

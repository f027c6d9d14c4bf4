package io.tributary.river.value;

import io.tributary.river.value.Value.ArrayValue;
import java.util.List;
import java.util.Map;

/// The arguments of one call, converted as the function asks for them. What does not fit is a
/// [ValueException] that knows the argument.
public record Arguments(List<Value> values) {
  public Arguments {
    values = List.copyOf(values);
  }

  /// Reads one value. Throws [ValueException].
  @FunctionalInterface
  public interface Reader<T> {
    T read(Value value);
  }

  public int count() {
    return values.size();
  }

  public Value get(int index) {
    return values.get(index);
  }

  public String text(int index) {
    return read(index, Convert::toText);
  }

  public List<String> texts(int index) {
    return read(index, value -> Convert.toList(value, Convert::toText));
  }

  /// Only a list will do; nothing is converted.
  public List<Value> elements(int index) {
    if (get(index) instanceof ArrayValue(var elements)) {
      return elements;
    }
    throw ValueException.type(get(index), ValueType.ARRAY);
  }

  public boolean bool(int index) {
    return read(index, Convert::toBool);
  }

  public SecretCapsule secret(int index) {
    return read(index, Convert::toSecret);
  }

  public Map<String, Value> object(int index) {
    return read(index, Convert::toObject);
  }

  private <T> T read(int index, Reader<T> reader) {
    Value argument = get(index);
    try {
      return reader.read(argument);
    } catch (ValueException e) {
      throw e.within(argument, "");
    }
  }
}

package io.tributary.river.value;

import io.tributary.base.config.ConfigException;
import java.util.List;

/// A function of the standard library. `most` is the number of arguments that it takes at most,
/// [#ANY] where there is no such number.
public record FunctionValue(String name, int least, int most, Body body) implements Value {
  public static final int ANY = Integer.MAX_VALUE;

  /// What a function does.
  @FunctionalInterface
  public interface Body {
    /// Throws [ValueException] for an argument that does not fit, and [ConfigException] for
    /// whatever else is wrong.
    Value call(Arguments arguments);
  }

  /// Calls it. Throws [ValueException].
  public Value call(List<Value> arguments) {
    int count = arguments.size();
    if (count < least || count > most) {
      String wanted = most == ANY ? "at least " + least : Integer.toString(least);
      throw new ValueException(this, "expected " + wanted + " args, got " + count);
    }
    try {
      return body.call(new Arguments(arguments));
    } catch (ConfigException e) {
      throw new ValueException(this, String.valueOf(e.getMessage()));
    }
  }
}

package io.tributary.river.stdlib.text;

import io.tributary.base.secret.Secret;
import io.tributary.base.text.Quoting;
import io.tributary.river.value.FunctionValue;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.NullValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints one value by one verb, with the type names that it would have in Go.
///
/// Source: Go `fmt/print.go`, `printArg`, `printValue`.
final class GoVerbs {
  private final Flags flags;
  private final StringBuilder out;

  GoVerbs(Flags flags, StringBuilder out) {
    this.flags = flags;
    this.out = out;
  }

  void print(Value value, int verb) {
    if (verb == 'T') {
      out.append(flags.padded(typeName(value), true));
      return;
    }
    switch (value) {
      case NullValue _ -> nothing(value, verb);
      case BoolValue(var bool) -> bool(value, bool, verb);
      case NumberValue number -> number(number, verb);
      case StringValue(var text) -> text(value, text, verb);
      case ArrayValue(var elements) -> array(elements, verb);
      case ObjectValue(var fields) -> object(fields, verb);
      case FunctionValue function -> text(value, function.describe(), verb);
      case CapsuleValue capsule -> text(value, shown(capsule), verb);
    }
  }

  /// `type=value`, or `<nil>`.
  void printWithType(Value value) {
    if (value instanceof NullValue) {
      out.append("<nil>");
      return;
    }
    out.append(typeName(value)).append('=');
    new GoVerbs(new Flags(), out).print(value, 'v');
  }

  private void bad(Value value, int verb) {
    out.append("%!").appendCodePoint(verb).append('(');
    printWithType(value);
    out.append(')');
  }

  private static String typeName(Value value) {
    return switch (value) {
      case NullValue _ -> "<nil>";
      case BoolValue _ -> "bool";
      case NumberValue number -> numberType(number);
      case StringValue _ -> "string";
      case ArrayValue _ -> "[]interface {}";
      case ObjectValue _ -> "map[string]interface {}";
      case FunctionValue _, CapsuleValue _ -> value.describe();
    };
  }

  private static String numberType(NumberValue number) {
    if (number.isFloat()) {
      return "float64";
    }
    return number.kind() == NumberValue.Kind.UNSIGNED && number.bits() < 0 ? "uint64" : "int";
  }

  private static String shown(CapsuleValue value) {
    return switch (value.capsule()) {
      case SecretCapsule _ -> Secret.REDACTED;
      case OptionalSecret(var content, var isSecret) ->
          isSecret ? Secret.REDACTED : content.value();
      default -> value.describe();
    };
  }

  private void nothing(Value value, int verb) {
    if (verb == 'v') {
      out.append(flags.padded("<nil>", true));
    } else {
      bad(value, verb);
    }
  }

  private void bool(Value value, boolean bool, int verb) {
    if (verb == 't' || verb == 'v') {
      out.append(flags.padded(Boolean.toString(bool), true));
    } else {
      bad(value, verb);
    }
  }

  private void number(NumberValue number, int verb) {
    String text =
        number.isFloat()
            ? GoFloats.print(number, verb, flags)
            : GoIntegers.print(number, verb, flags);
    if (text == null) {
      bad(number, verb);
    } else {
      out.append(text);
    }
  }

  private void text(Value value, String text, int verb) {
    switch (verb) {
      case 'v' ->
          out.append(flags.padded(flags.isGoSyntax() ? Quoting.quote(text) : cut(text), true));
      case 's' -> out.append(flags.padded(cut(text), true));
      case 'q' -> out.append(flags.padded(quoted(cut(text)), true));
      case 'x' -> out.append(flags.padded(GoIntegers.hex(text, flags, false), true));
      case 'X' -> out.append(flags.padded(GoIntegers.hex(text, flags, true), true));
      default -> bad(value, verb);
    }
  }

  private String cut(String text) {
    int most = flags.precision();
    if (most == Flags.NONE || text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  /// In back quotes where `#` asks for it and it can be; in ASCII where `+` does.
  private String quoted(String text) {
    boolean fitsBackQuotes =
        text.codePoints()
            .allMatch(c -> c != '`' && c != 0x7f && c != 0xFEFF && (c >= ' ' || c == '\t'));
    if (flags.isSharp() && fitsBackQuotes) {
      return '`' + text + '`';
    }
    String quoted = Quoting.quote(text);
    if (!flags.isPlus()) {
      return quoted;
    }
    var ascii = new StringBuilder();
    quoted
        .codePoints()
        .forEach(c -> {
          if (c < 0x80) {
            ascii.appendCodePoint(c);
          } else {
            ascii.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
          }
        });
    return ascii.toString();
  }

  private void array(List<Value> elements, int verb) {
    out.append(flags.isGoSyntax() ? "[]interface {}{" : "[");
    String separator = "";
    for (Value element : elements) {
      out.append(separator);
      element(element, verb);
      separator = flags.isGoSyntax() ? ", " : " ";
    }
    out.append(flags.isGoSyntax() ? "}" : "]");
  }

  private void object(Map<String, Value> fields, int verb) {
    out.append(flags.isGoSyntax() ? "map[string]interface {}{" : "map[");
    String separator = "";
    for (var field : new TreeMap<>(fields).entrySet()) {
      out.append(separator);
      print(Value.of(field.getKey()), verb);
      out.append(':');
      element(field.getValue(), verb);
      separator = flags.isGoSyntax() ? ", " : " ";
    }
    out.append(flags.isGoSyntax() ? "}" : "]");
  }

  private void element(Value element, int verb) {
    if (element instanceof NullValue) {
      out.append(flags.isGoSyntax() ? "interface {}(nil)" : "<nil>");
    } else {
      print(element, verb);
    }
  }
}

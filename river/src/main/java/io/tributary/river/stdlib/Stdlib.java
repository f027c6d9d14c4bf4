package io.tributary.river.stdlib;

import static io.tributary.river.value.FunctionValue.ANY;

import io.tributary.river.eval.Scope;
import io.tributary.river.value.FunctionValue;
import io.tributary.river.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// All that is there without being declared.
///
/// Source: grafana/alloy `syntax/internal/stdlib/stdlib.go`, grafana/river `internal/stdlib`.
public final class Stdlib {
  /// Old names of functions that have a newer one.
  private static final Map<String, String> DEPRECATED =
      Map.ofEntries(
          Map.entry("env", "sys.env"),
          Map.entry("nonsensitive", "convert.nonsensitive"),
          Map.entry("concat", "array.concat"),
          Map.entry("json_decode", "encoding.from_json"),
          Map.entry("yaml_decode", "encoding.from_yaml"),
          Map.entry("base64_decode", "encoding.from_base64"),
          Map.entry("format", "string.format"),
          Map.entry("join", "string.join"),
          Map.entry("replace", "string.replace"),
          Map.entry("split", "string.split"),
          Map.entry("to_lower", "string.to_lower"),
          Map.entry("to_upper", "string.to_upper"),
          Map.entry("trim", "string.trim"),
          Map.entry("trim_prefix", "string.trim_prefix"),
          Map.entry("trim_suffix", "string.trim_suffix"),
          Map.entry("trim_space", "string.trim_space"));

  private static final Set<String> EXPERIMENTAL = Set.of("array.combine_maps", "array.group_by");

  private Stdlib() {}

  /// The outermost scope.
  public static Scope scope(Host host) {
    var namespaces = new LinkedHashMap<String, Map<String, Value>>();
    namespaces.put("array", ArrayFunctions.all());
    namespaces.put("convert", named(function("nonsensitive", 1, GeneralFunctions::nonsensitive)));
    namespaces.put("encoding", EncodingFunctions.all());
    namespaces.put("file", named(function("path_join", 0, ANY, GeneralFunctions::joinPath)));
    namespaces.put("string", TextFunctions.all());
    namespaces.put("sys", named(environment(host)));

    var names = new LinkedHashMap<String, Value>();
    names.put("constants", Value.of(constants(host)));
    names.put("coalesce", function("coalesce", 0, ANY, GeneralFunctions::coalesce));
    names.put("json_path", function("json_path", 2, GeneralFunctions::jsonPath));
    namespaces.forEach((name, functions) -> names.put(name, Value.of(functions)));
    DEPRECATED.forEach((old, name) -> names.put(old, find(namespaces, name)));
    return Scope.of(names);
  }

  /// Whether a name is an old one; [#successor] has the new one.
  public static boolean isDeprecated(String name) {
    return DEPRECATED.containsKey(name);
  }

  /// The new name of a deprecated function.
  public static String successor(String deprecated) {
    return DEPRECATED.getOrDefault(deprecated, deprecated);
  }

  /// Whether a function, by its full name, is not yet promised to stay.
  public static boolean isExperimental(String fullName) {
    return EXPERIMENTAL.contains(fullName);
  }

  private static Map<String, Value> constants(Host host) {
    var constants = new LinkedHashMap<String, Value>();
    constants.put("hostname", Value.of(host.name()));
    constants.put("os", Value.of(host.os()));
    constants.put("arch", Value.of(host.arch()));
    constants.put("version", Value.of(host.version()));
    return constants;
  }

  private static FunctionValue environment(Host host) {
    return function("env", 1, arguments -> Value.of(host.environment().apply(arguments.text(0))));
  }

  static FunctionValue function(String name, int count, FunctionValue.Body body) {
    return new FunctionValue(name, count, count, body);
  }

  static FunctionValue function(String name, int least, int most, FunctionValue.Body body) {
    return new FunctionValue(name, least, most, body);
  }

  static Map<String, Value> named(FunctionValue... functions) {
    var named = new LinkedHashMap<String, Value>();
    for (FunctionValue function : functions) {
      named.put(function.name(), function);
    }
    return named;
  }

  private static Value find(Map<String, Map<String, Value>> namespaces, String fullName) {
    int dot = fullName.indexOf('.');
    Map<String, Value> functions = namespaces.get(fullName.substring(0, dot));
    Value function = functions == null ? null : functions.get(fullName.substring(dot + 1));
    if (function == null) {
      throw new IllegalStateException("BUG: no function " + fullName);
    }
    return function;
  }
}

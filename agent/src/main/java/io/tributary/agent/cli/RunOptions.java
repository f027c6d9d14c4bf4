package io.tributary.agent.cli;

import io.tributary.agent.process.Configuration;
import io.tributary.agent.process.ConvertedConfiguration;
import io.tributary.agent.process.GraphSettings;
import io.tributary.agent.process.RiverConfiguration;
import io.tributary.component.Stability;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.RuntimeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What `tributary run` was asked to do, checked and with every default filled in.
final class RunOptions {
  /// Flags that have one value here, and what it is.
  private static final Map<String, String> ONLY =
      Map.of(
          "server.http.enable-pprof", "false",
          "server.http.disable-support-bundle", "true",
          "server.http.enable-graphql", "false",
          "server.http.enable-graphql-playground", "false",
          "feature.prometheus.direct-fanout.enabled", "true");

  /// How long destinations may go on sending when the agent stops, whatever a component may take.
  private static final Duration FLUSH_DEADLINE = Duration.ofMinutes(1);

  private static final List<String> RIVER = List.of("alloy", "flow", "river");

  private RunOptions() {}

  /// Throws [UsageException] where something cannot be done.
  static GraphSettings settings(ParsedFlags flags) {
    Path path = path(flags);
    ONLY.forEach((flag, value) -> {
      if (!flags.text(flag).equals(value)) {
        throw new UsageException(
            1, "--" + flag + ": " + flags.text(flag) + " is not available in Tributary");
      }
    });
    if (flags.text("server.http.listen-addr").equals(flags.text("server.http.memory-addr"))) {
      throw new UsageException(
          1, "--server.http.listen-addr and --server.http.memory-addr must be different");
    }
    return new GraphSettings(
        configuration(flags, path),
        runtime(flags),
        flags.text("server.http.listen-addr"),
        prefix(flags.text("server.http.ui-path-prefix")),
        ClusterOptions.settings(flags),
        FLUSH_DEADLINE,
        GraphSettings.Server.DEFAULT,
        flags.all());
  }

  /// The one argument.
  static Path path(ParsedFlags flags) {
    if (flags.arguments().size() != 1) {
      throw new UsageException(1, "accepts 1 arg(s), received " + flags.arguments().size());
    }
    return Path.of(flags.arguments().getFirst());
  }

  static Configuration configuration(ParsedFlags flags, Path path) {
    String format = flags.text("config.format");
    if (RIVER.contains(format)) {
      for (String flag : List.of("config.bypass-conversion-errors", "config.extra-args")) {
        if (flags.isTyped(flag)) {
          throw new UsageException(
              1, "--" + flag + " goes with a --config.format that has to be converted");
        }
      }
      return new RiverConfiguration(path);
    }
    var conversions =
        new Conversions(format, ConvertOptions.words(flags.text("config.extra-args")));
    return new ConvertedConfiguration(
        path,
        (file, content) -> conversions.convert(file, content, Form.EXACT),
        flags.isOn("config.bypass-conversion-errors"));
  }

  private static RuntimeSettings runtime(ParsedFlags flags) {
    return new RuntimeSettings(
        flags.isOn("config.strict") ? LoadMode.STRICT : LoadMode.LENIENT,
        Stability.of(flags.text("stability.level")).orElseThrow(),
        flags.isOn("feature.community-components.enabled"),
        Path.of(flags.text("storage.path")),
        flags.goDuration("feature.component-shutdown-deadline"),
        flags.text("cluster.name"),
        flags.text("server.http.memory-addr"));
  }

  private static String prefix(String typed) {
    String prefix = typed.startsWith("/") ? typed : "/" + typed;
    while (prefix.endsWith("/")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    return prefix;
  }
}

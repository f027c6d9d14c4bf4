package io.tributary.agent.cli;

import io.tributary.agent.cli.GoFlags.Fate;
import io.tributary.agent.cli.GoFlags.Given;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.dialects.staticmode.StaticOptions.Listener;
import io.tributary.dialects.staticmode.StaticOptions.Overrides;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `tributary static` was asked to do, checked.
///
/// @param notes what is said of flags that have no effect
record StaticRunOptions(
    String file,
    StaticOptions reading,
    String listenAddress,
    String memoryAddress,
    int maxConnections,
    Duration readTimeout,
    boolean showsConfiguration,
    List<String> notes,
    Map<String, String> flags) {
  private static final String EXTRA_METRICS = "extra-scrape-metrics";

  /// Every feature with the reason why it cannot be used; none for what can.
  private static final Map<String, String> FEATURES =
      Map.of(
          EXTRA_METRICS,
          "",
          "remote-configs",
          "configurations are read from files alone",
          "integrations-next",
          "its form of the section integrations is not supported yet",
          "agent-management",
          "there is no agent management");

  private static final int MOST_CONNECTIONS = 512;

  /// Throws [UsageException] where something cannot be done. `isConversion` is without a file.
  static StaticRunOptions of(Given flags, boolean isConversion) {
    if (flags.text("config.file").isEmpty() && !isConversion) {
      throw new UsageException(1, "-config.file flag required");
    }
    refuse(flags);
    Set<String> features = features(flags.text("enable-features"));
    String address = flags.text("server.http.address");
    Listener listener = listener(address, flags.isOn("server.http.enable-tls"));
    int connections = flags.whole("server.http.conn-limit");
    return new StaticRunOptions(
        flags.text("config.file"),
        new StaticOptions(
            Environment.system(),
            flags.isOn("config.expand-env"),
            features.contains(EXTRA_METRICS),
            listener,
            overrides(flags)),
        (listener.host().isEmpty() ? "0.0.0.0" : listener.host()) + ":" + listener.port(),
        flags.text("server.http.in-memory-addr"),
        connections <= 0 ? MOST_CONNECTIONS : connections,
        flags.duration("server.http.read-timeout"),
        flags.isOn("config.enable-read-api"),
        notes(flags),
        flags.all());
  }

  private static void refuse(Given flags) {
    String type = flags.text("config.file.type");
    if (!type.equals("yaml")) {
      throw new UsageException(
          1,
          "error loading config file "
              + flags.text("config.file")
              + ": unknown file type "
              + Quoting.quote(type)
              + ". accepted values: yaml");
    }
    flags.ofFate(Fate.REFUSED).stream()
        .findFirst()
        .ifPresent(flag -> {
          throw new UsageException(1, "-" + flag.name() + ": " + reason(flag.name()));
        });
    if (!flags.isOn("server.register-instrumentation")) {
      throw new UsageException(
          1, "-server.register-instrumentation=false: /metrics is always there");
    }
    if (!flags.text("server.http.network").equals("tcp")) {
      throw new UsageException(
          1, "-server.http.network=" + flags.text("server.http.network") + ": tcp is all there is");
    }
    if (flags.text("server.http.in-memory-addr").isEmpty()) {
      throw new UsageException(1, "-server.http.in-memory-addr must not be empty");
    }
  }

  private static String reason(String flag) {
    if (flag.startsWith("metrics.service")) {
      return "the scraping service is not supported yet";
    }
    if (flag.startsWith("config.url")) {
      return "flag \"" + flag + "\" requires feature \"remote-configs\", which is not supported";
    }
    return "not supported";
  }

  private static Set<String> features(String typed) {
    var features = new HashSet<String>();
    if (typed.isEmpty()) {
      return features;
    }
    for (String word : typed.split(",", -1)) {
      String feature = word.toLowerCase(Locale.ROOT);
      String reason = FEATURES.get(feature);
      if (reason == null) {
        throw new UsageException(
            2,
            "invalid value "
                + Quoting.quote(typed)
                + " for flag -enable-features: unknown feature "
                + Quoting.quote(feature)
                + ". possible options: "
                + EXTRA_METRICS);
      }
      if (!reason.isEmpty()) {
        throw new UsageException(1, "-enable-features: " + feature + ": " + reason);
      }
      if (!features.add(feature)) {
        throw new UsageException(
            2,
            "invalid value "
                + Quoting.quote(typed)
                + " for flag -enable-features: "
                + Quoting.quote(feature)
                + " already set");
      }
    }
    return features;
  }

  private static Listener listener(String address, boolean usesTls) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon);
    boolean isIpv6 = host.startsWith("[") && host.endsWith("]");
    if (colon < 0 || (host.contains(":") && !isIpv6)) {
      throw new UsageException(
          1, "reading HTTP host:port: address " + address + ": missing port in address");
    }
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      if (port >= 0 && port <= 65_535) {
        return new Listener(host, port, usesTls);
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new UsageException(
        1, "reading HTTP host:port: address " + address + ": the port must be 0 to 65535");
  }

  private static Overrides overrides(Given flags) {
    return new Overrides(
        given(flags, "metrics.wal-directory").map(flags::text),
        given(flags, "metrics.wal-cleanup-age").map(flags::duration),
        given(flags, "metrics.wal-cleanup-period").map(flags::duration),
        given(flags, "metrics.instance-restart-backoff").map(flags::duration));
  }

  private static Optional<String> given(Given flags, String name) {
    return flags.has(name) ? Optional.of(name) : Optional.empty();
  }

  private static List<String> notes(Given flags) {
    return flags.ofFate(Fate.NO_EFFECT).stream()
        .map(flag ->
            "-"
                + flag.name()
                + " has no effect"
                + (flag.name().startsWith("server.grpc")
                    ? ": the gRPC server belongs to the scraping service, which is not supported"
                        + " yet"
                    : ""))
        .toList();
  }
}

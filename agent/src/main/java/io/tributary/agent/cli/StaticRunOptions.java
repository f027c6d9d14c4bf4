package io.tributary.agent.cli;

import io.tributary.agent.cli.GoFlags.Fate;
import io.tributary.agent.cli.GoFlags.Given;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.scrapingservice.ScrapingServiceBinder;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.dialects.staticmode.StaticOptions.GrpcListener;
import io.tributary.dialects.staticmode.StaticOptions.Listener;
import io.tributary.dialects.staticmode.StaticOptions.Overrides;
import java.time.Duration;
import java.util.HashMap;
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

  /// Above, nobody means to end a connection: the default is what Go has for ever.
  private static final Duration LONGEST_IDLE = Duration.ofDays(365);

  /// Throws [UsageException] where something cannot be done. `isConversion` is without a file.
  static StaticRunOptions of(Given flags, boolean isConversion) {
    if (flags.text("config.file").isEmpty() && !isConversion) {
      throw new UsageException(1, "-config.file flag required");
    }
    refuse(flags);
    Set<String> features = features(flags.text("enable-features"));
    String address = flags.text("server.http.address");
    Listener listener = listener("HTTP", address, flags.isOn("server.http.enable-tls"));
    int connections = flags.whole("server.http.conn-limit");
    return new StaticRunOptions(
        flags.text("config.file"),
        new StaticOptions(
            Environment.system(),
            flags.isOn("config.expand-env"),
            features.contains(EXTRA_METRICS),
            listener,
            grpc(flags),
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
    for (String flag : List.of("server.http.network", "server.grpc.network")) {
      if (!flags.text(flag).equals("tcp")) {
        throw new UsageException(1, "-" + flag + "=" + flags.text(flag) + ": tcp is all there is");
      }
    }
    if (flags.whole("server.grpc.max-recv-msg-size-bytes") <= 0) {
      throw new UsageException(1, "-server.grpc.max-recv-msg-size-bytes must be positive");
    }
    if (flags.text("server.http.in-memory-addr").isEmpty()) {
      throw new UsageException(1, "-server.http.in-memory-addr must not be empty");
    }
  }

  private static String reason(String flag) {
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

  private static Listener listener(String protocol, String address, boolean usesTls) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon);
    boolean isIpv6 = host.startsWith("[") && host.endsWith("]");
    if (colon < 0 || (host.contains(":") && !isIpv6)) {
      throw new UsageException(
          1,
          "reading " + protocol + " host:port: address " + address + ": missing port in address");
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
        1,
        "reading " + protocol + " host:port: address " + address + ": the port must be 0 to 65535");
  }

  private static Overrides overrides(Given flags) {
    return new Overrides(
        given(flags, "metrics.wal-directory").map(flags::text),
        given(flags, "metrics.wal-cleanup-age").map(flags::duration),
        given(flags, "metrics.wal-cleanup-period").map(flags::duration),
        given(flags, "metrics.instance-restart-backoff").map(flags::duration),
        service(flags));
  }

  /// What was given of the scraping service, as text: it is put together with the file.
  private static Map<String, String> service(Given flags) {
    var service = new HashMap<String, String>();
    flags
        .values()
        .forEach((name, value) -> {
          if (name.startsWith(ScrapingServiceBinder.FLAGS)) {
            service.put(name, value);
          }
        });
    return service;
  }

  private static GrpcListener grpc(Given flags) {
    String address = flags.text("server.grpc.address");
    Listener listener = listener("gRPC", address, false);
    Duration idle = flags.duration("server.grpc.keepalive.max-connection-idle");
    int streams = flags.whole("server.grpc.max-concurrent-streams");
    return new GrpcListener(
        listener.host() + ":" + listener.port(),
        flags.isOn("server.grpc.enable-tls"),
        Math.max(0, flags.whole("server.grpc.conn-limit")),
        flags.whole("server.grpc.max-recv-msg-size-bytes"),
        streams == 0 ? Integer.MAX_VALUE : streams,
        idle.compareTo(LONGEST_IDLE) > 0 ? Duration.ZERO : idle);
  }

  private static Optional<String> given(Given flags, String name) {
    return flags.has(name) ? Optional.of(name) : Optional.empty();
  }

  private static List<String> notes(Given flags) {
    return flags.ofFate(Fate.NO_EFFECT).stream()
        .map(flag -> "-" + flag.name() + " has no effect")
        .toList();
  }
}

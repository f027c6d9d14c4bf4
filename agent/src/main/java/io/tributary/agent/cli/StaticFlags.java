package io.tributary.agent.cli;

import static io.tributary.agent.cli.GoFlags.Fate.NO_EFFECT;
import static io.tributary.agent.cli.GoFlags.Fate.REFUSED;
import static io.tributary.agent.cli.GoFlags.Fate.WORKS;
import static io.tributary.agent.cli.GoFlags.Kind.DURATION;
import static io.tributary.agent.cli.GoFlags.Kind.NUMBER;
import static io.tributary.agent.cli.GoFlags.Kind.SWITCH;
import static io.tributary.agent.cli.GoFlags.Kind.TEXT;
import static io.tributary.agent.cli.GoFlags.Kind.UNSIGNED;
import static io.tributary.agent.cli.GoFlags.Kind.WHOLE;
import static io.tributary.agent.cli.GoFlags.Kind.WORDS;

import io.tributary.agent.cli.GoFlags.Fate;
import io.tributary.agent.cli.GoFlags.Kind;
import java.util.List;

/// Every flag of Grafana Agent's static mode, and what becomes of it here.
///
/// Those of the gRPC server have no effect: it serves the scraping service alone, which is off in
/// the original, too, unless one asks for it. Those of the scraping service are refused.
///
/// Source: grafana/agent `static/config/config.go`, `static/server/flags.go`,
/// `static/metrics/agent.go`, `static/metrics/cluster/config.go`; grafana/dskit.
final class StaticFlags {
  private StaticFlags() {}

  static final GoFlags ALL = all();

  private static GoFlags all() {
    var flags = new GoFlags();
    general(flags);
    http(flags);
    grpc(flags);
    metrics(flags);
    scrapingService(flags, "metrics.service.");
    keyValueStore(flags, "metrics.service.", "collectors/");
    keyValueStore(flags, "metrics.service.config-store.", "configurations/");
    client(flags, "metrics.service");
    client(flags, "metrics.service-client");
    return flags;
  }

  private static void general(GoFlags flags) {
    flags
        .add("config.file", TEXT, "", "configuration file to load", WORKS)
        .add("config.file.type", TEXT, "yaml", "type of the configuration file: yaml", WORKS)
        .add(
            "config.expand-env",
            SWITCH,
            "false",
            "expands ${var} in the configuration according to the environment variables",
            WORKS)
        .add(
            "config.enable-read-api",
            SWITCH,
            "false",
            "enables /-/config, which shows the configuration with its secrets hidden",
            WORKS)
        .add(
            "config.url.basic-auth-user",
            TEXT,
            "",
            "user for a configuration that is fetched (feature remote-configs)",
            REFUSED)
        .add(
            "config.url.basic-auth-password-file",
            TEXT,
            "",
            "file with the password for a configuration that is fetched (feature remote-configs)",
            REFUSED)
        .add(
            "enable-features",
            WORDS,
            "",
            "comma-delimited list of features to enable: extra-scrape-metrics",
            WORKS)
        .add("disable-reporting", SWITCH, "false", "nothing is ever reported", WORKS)
        .add(
            "disable-support-bundle",
            SWITCH,
            "false",
            "there are no support bundles to disable",
            WORKS)
        .add("version", SWITCH, "false", "print the version", WORKS)
        .add(
            "server.register-instrumentation",
            SWITCH,
            "true",
            "serve the agent's own metrics at /metrics",
            WORKS)
        .add(
            "server.graceful-shutdown-timeout",
            DURATION,
            "30s",
            "how long requests may go on when the server stops",
            NO_EFFECT)
        .add(
            "server.log.source-ips.enabled",
            SWITCH,
            "false",
            "log the address of the client of each request",
            REFUSED)
        .add(
            "server.log.source-ips.header",
            TEXT,
            "",
            "header with the address of the client",
            REFUSED)
        .add(
            "server.log.source-ips.regex",
            TEXT,
            "",
            "pattern of the address in that header",
            REFUSED);
  }

  private static void http(GoFlags flags) {
    flags
        .add("server.http.address", TEXT, "127.0.0.1:12345", "HTTP server host:port", WORKS)
        .add("server.http.network", TEXT, "tcp", "HTTP server network: tcp", WORKS)
        .add(
            "server.http.enable-tls",
            SWITCH,
            "false",
            "serve HTTPS with server.http_tls_config of the configuration",
            WORKS)
        .add("server.http.conn-limit", WHOLE, "0", "most HTTP connections; 0: 512", WORKS)
        .add("server.http.read-timeout", DURATION, "30s", "most time for a request", WORKS)
        .add("server.http.write-timeout", DURATION, "30s", "most time for an answer", NO_EFFECT)
        .add(
            "server.http.idle-timeout",
            DURATION,
            "2m0s",
            "how long a connection is kept without a request",
            NO_EFFECT)
        .add(
            "server.http.in-memory-addr",
            TEXT,
            "agent.internal:12345",
            "address by which parts of the agent reach one another without a connection",
            WORKS);
  }

  private static void grpc(GoFlags flags) {
    String prefix = "server.grpc.";
    none(flags, prefix, "address", TEXT, "127.0.0.1:12346");
    none(flags, prefix, "network", TEXT, "tcp");
    none(flags, prefix, "enable-tls", SWITCH, "false");
    none(flags, prefix, "conn-limit", WHOLE, "0");
    none(flags, prefix, "max-recv-msg-size-bytes", WHOLE, "4194304");
    none(flags, prefix, "max-send-msg-size-bytes", WHOLE, "4194304");
    none(flags, prefix, "max-concurrent-streams", UNSIGNED, "100");
    none(flags, prefix, "in-memory-addr", TEXT, "agent.internal:12346");
    none(flags, prefix, "keepalive.max-connection-idle", DURATION, "2562047h47m16.854775807s");
    none(flags, prefix, "keepalive.max-connection-age", DURATION, "2562047h47m16.854775807s");
    none(flags, prefix, "keepalive.max-connection-age-grace", DURATION, "2562047h47m16.854775807s");
    none(flags, prefix, "keepalive.time", DURATION, "2h0m0s");
    none(flags, prefix, "keepalive.timeout", DURATION, "20s");
    none(flags, prefix, "keepalive.min-time-between-pings", DURATION, "5m0s");
    none(flags, prefix, "keepalive.ping-without-stream-allowed", SWITCH, "false");
  }

  private static void none(
      GoFlags flags, String prefix, String name, Kind kind, String defaultText) {
    flags.add(prefix + name, kind, defaultText, "of the gRPC server", NO_EFFECT);
  }

  private static void metrics(GoFlags flags) {
    flags
        .add("metrics.wal-directory", TEXT, "data-agent/", "where logs of samples are kept", WORKS)
        .add(
            "metrics.wal-cleanup-age",
            DURATION,
            "12h0m0s",
            "delete logs that nobody uses and that are older",
            WORKS)
        .add(
            "metrics.wal-cleanup-period",
            DURATION,
            "30m0s",
            "how often to look for such logs",
            WORKS)
        .add(
            "metrics.instance-restart-backoff",
            DURATION,
            "5s",
            "how long to wait before an instance that ended is restarted",
            WORKS);
  }

  private record Other(String name, Kind kind, String defaultText) {}

  private static void add(GoFlags flags, String prefix, List<Other> others) {
    for (Other other : others) {
      flags.add(
          prefix + other.name,
          other.kind,
          other.defaultText,
          "of the scraping service",
          Fate.REFUSED);
    }
  }

  private static void scrapingService(GoFlags flags, String prefix) {
    add(
        flags,
        prefix,
        List.of(
            new Other("enabled", SWITCH, "false"),
            new Other("reshard-interval", DURATION, "1m0s"),
            new Other("reshard-timeout", DURATION, "30s"),
            new Other("cluster-reshard-event-timeout", DURATION, "30s"),
            new Other("num-tokens", WHOLE, "128"),
            new Other("heartbeat-period", DURATION, "5s"),
            new Other("heartbeat-timeout", DURATION, "1m0s"),
            new Other("join-after", DURATION, "0s"),
            new Other("observe-period", DURATION, "0s"),
            new Other("min-ready-duration", DURATION, "15s"),
            new Other("final-sleep", DURATION, "0s"),
            new Other("tokens-file-path", TEXT, ""),
            new Other("lifecycler.interface", WORDS, ""),
            new Other("lifecycler.addr", TEXT, ""),
            new Other("lifecycler.port", WHOLE, "0"),
            new Other("lifecycler.ID", TEXT, ""),
            new Other("availability-zone", TEXT, ""),
            new Other("unregister-on-shutdown", SWITCH, "true"),
            new Other("readiness-check-ring-health", SWITCH, "true"),
            new Other("enable-inet6", SWITCH, "false"),
            new Other("ring.heartbeat-timeout", DURATION, "1m0s"),
            new Other("distributor.replication-factor", WHOLE, "3"),
            new Other("distributor.zone-awareness-enabled", SWITCH, "false"),
            new Other("distributor.excluded-zones", WORDS, "")));
  }

  private static void keyValueStore(GoFlags flags, String prefix, String keys) {
    add(
        flags,
        prefix,
        List.of(
            new Other("store", TEXT, "consul"),
            new Other("prefix", TEXT, keys),
            new Other("consul.hostname", TEXT, "localhost:8500"),
            new Other("consul.acl-token", WORDS, ""),
            new Other("consul.client-timeout", DURATION, "20s"),
            new Other("consul.consistent-reads", SWITCH, "false"),
            new Other("consul.watch-rate-limit", NUMBER, "1"),
            new Other("consul.watch-burst-size", WHOLE, "1"),
            new Other("consul.cas-retry-delay", DURATION, "1s"),
            new Other("etcd.endpoints", WORDS, ""),
            new Other("etcd.dial-timeout", DURATION, "10s"),
            new Other("etcd.max-retries", WHOLE, "10"),
            new Other("etcd.tls-enabled", SWITCH, "false"),
            new Other("etcd.username", TEXT, ""),
            new Other("etcd.password", WORDS, ""),
            new Other("multi.primary", TEXT, ""),
            new Other("multi.secondary", TEXT, ""),
            new Other("multi.mirror-enabled", SWITCH, "false"),
            new Other("multi.mirror-timeout", DURATION, "2s")));
    tls(flags, prefix + "etcd");
  }

  private static void client(GoFlags flags, String prefix) {
    add(
        flags,
        prefix + ".",
        List.of(
            new Other("grpc-max-recv-msg-size", WHOLE, "104857600"),
            new Other("grpc-max-send-msg-size", WHOLE, "104857600"),
            new Other("grpc-compression", TEXT, ""),
            new Other("grpc-client-rate-limit", NUMBER, "0"),
            new Other("grpc-client-rate-limit-burst", WHOLE, "0"),
            new Other("backoff-on-ratelimits", SWITCH, "false"),
            new Other("backoff-min-period", DURATION, "100ms"),
            new Other("backoff-max-period", DURATION, "10s"),
            new Other("backoff-retries", WHOLE, "10"),
            new Other("initial-stream-window-size", WORDS, "63KiB1023B"),
            new Other("initial-connection-window-size", WORDS, "63KiB1023B"),
            new Other("tls-enabled", SWITCH, "false"),
            new Other("connect-timeout", DURATION, "5s"),
            new Other("connect-backoff-base-delay", DURATION, "1s"),
            new Other("connect-backoff-max-delay", DURATION, "5s")));
    tls(flags, prefix);
  }

  private static void tls(GoFlags flags, String prefix) {
    add(
        flags,
        prefix + ".",
        List.of(
            new Other("tls-cert-path", TEXT, ""),
            new Other("tls-key-path", TEXT, ""),
            new Other("tls-ca-path", TEXT, ""),
            new Other("tls-server-name", TEXT, ""),
            new Other("tls-insecure-skip-verify", SWITCH, "false"),
            new Other("tls-cipher-suites", TEXT, ""),
            new Other("tls-min-version", TEXT, "")));
  }
}

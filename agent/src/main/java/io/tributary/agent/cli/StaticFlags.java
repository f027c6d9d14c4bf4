package io.tributary.agent.cli;

import static io.tributary.agent.cli.GoFlags.Fate.NO_EFFECT;
import static io.tributary.agent.cli.GoFlags.Fate.REFUSED;
import static io.tributary.agent.cli.GoFlags.Fate.WORKS;
import static io.tributary.agent.cli.GoFlags.Kind.DURATION;
import static io.tributary.agent.cli.GoFlags.Kind.SWITCH;
import static io.tributary.agent.cli.GoFlags.Kind.TEXT;
import static io.tributary.agent.cli.GoFlags.Kind.WHOLE;
import static io.tributary.agent.cli.GoFlags.Kind.WORDS;

import io.tributary.agent.cli.GoFlags.Fate;
import io.tributary.agent.cli.GoFlags.Kind;

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
    refused(flags, "metrics.service.", SCRAPING_SERVICE);
    keyValueStore(flags, "metrics.service.", "collectors/");
    keyValueStore(flags, "metrics.service.config-store.", "configurations/");
    client(flags, "metrics.service.");
    client(flags, "metrics.service-client.");
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

  /// Name, kind and default of each.
  private static final String GRPC =
      """
      address TEXT 127.0.0.1:12346
      network TEXT tcp
      enable-tls SWITCH false
      conn-limit WHOLE 0
      max-recv-msg-size-bytes WHOLE 4194304
      max-send-msg-size-bytes WHOLE 4194304
      max-concurrent-streams UNSIGNED 100
      in-memory-addr TEXT agent.internal:12346
      keepalive.max-connection-idle DURATION 2562047h47m16.854775807s
      keepalive.max-connection-age DURATION 2562047h47m16.854775807s
      keepalive.max-connection-age-grace DURATION 2562047h47m16.854775807s
      keepalive.time DURATION 2h0m0s
      keepalive.timeout DURATION 20s
      keepalive.min-time-between-pings DURATION 5m0s
      keepalive.ping-without-stream-allowed SWITCH false
      """;

  private static void grpc(GoFlags flags) {
    add(flags, "server.grpc.", GRPC, "of the gRPC server", NO_EFFECT);
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

  /// The flags of a table, one a line.
  private static void add(GoFlags flags, String prefix, String table, String help, Fate fate) {
    for (String line : table.lines().toList()) {
      String[] words = line.split(" ", 3);
      String defaultText = words.length == 3 ? words[2] : "";
      flags.add(prefix + words[0], Kind.valueOf(words[1]), defaultText, help, fate);
    }
  }

  private static void refused(GoFlags flags, String prefix, String table) {
    add(flags, prefix, table, "of the scraping service", REFUSED);
  }

  private static final String SCRAPING_SERVICE =
      """
      enabled SWITCH false
      reshard-interval DURATION 1m0s
      reshard-timeout DURATION 30s
      cluster-reshard-event-timeout DURATION 30s
      num-tokens WHOLE 128
      heartbeat-period DURATION 5s
      heartbeat-timeout DURATION 1m0s
      join-after DURATION 0s
      observe-period DURATION 0s
      min-ready-duration DURATION 15s
      final-sleep DURATION 0s
      tokens-file-path TEXT
      lifecycler.interface WORDS
      lifecycler.addr TEXT
      lifecycler.port WHOLE 0
      lifecycler.ID TEXT
      availability-zone TEXT
      unregister-on-shutdown SWITCH true
      readiness-check-ring-health SWITCH true
      enable-inet6 SWITCH false
      ring.heartbeat-timeout DURATION 1m0s
      distributor.replication-factor WHOLE 3
      distributor.zone-awareness-enabled SWITCH false
      distributor.excluded-zones WORDS
      """;

  /// Without the prefix of its keys.
  private static final String KEY_VALUE_STORE =
      """
      store TEXT consul
      consul.hostname TEXT localhost:8500
      consul.acl-token WORDS
      consul.client-timeout DURATION 20s
      consul.consistent-reads SWITCH false
      consul.watch-rate-limit NUMBER 1
      consul.watch-burst-size WHOLE 1
      consul.cas-retry-delay DURATION 1s
      etcd.endpoints WORDS
      etcd.dial-timeout DURATION 10s
      etcd.max-retries WHOLE 10
      etcd.tls-enabled SWITCH false
      etcd.username TEXT
      etcd.password WORDS
      multi.primary TEXT
      multi.secondary TEXT
      multi.mirror-enabled SWITCH false
      multi.mirror-timeout DURATION 2s
      """;

  private static final String CLIENT =
      """
      grpc-max-recv-msg-size WHOLE 104857600
      grpc-max-send-msg-size WHOLE 104857600
      grpc-compression TEXT
      grpc-client-rate-limit NUMBER 0
      grpc-client-rate-limit-burst WHOLE 0
      backoff-on-ratelimits SWITCH false
      backoff-min-period DURATION 100ms
      backoff-max-period DURATION 10s
      backoff-retries WHOLE 10
      initial-stream-window-size WORDS 63KiB1023B
      initial-connection-window-size WORDS 63KiB1023B
      tls-enabled SWITCH false
      connect-timeout DURATION 5s
      connect-backoff-base-delay DURATION 1s
      connect-backoff-max-delay DURATION 5s
      """;

  private static final String TLS =
      """
      tls-cert-path TEXT
      tls-key-path TEXT
      tls-ca-path TEXT
      tls-server-name TEXT
      tls-insecure-skip-verify SWITCH false
      tls-cipher-suites TEXT
      tls-min-version TEXT
      """;

  private static void keyValueStore(GoFlags flags, String prefix, String keys) {
    refused(flags, prefix, "prefix TEXT " + keys);
    refused(flags, prefix, KEY_VALUE_STORE);
    refused(flags, prefix + "etcd.", TLS);
  }

  private static void client(GoFlags flags, String prefix) {
    refused(flags, prefix, CLIENT);
    refused(flags, prefix, TLS);
  }
}

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
/// The gRPC server serves the scraping service alone, so that its flags count where that is on.
///
/// Source: grafana/agent `static/config/config.go`, `static/server/flags.go`,
/// `static/metrics/agent.go`.
final class StaticFlags {
  private StaticFlags() {}

  static final GoFlags ALL = all();

  private static GoFlags all() {
    var flags = new GoFlags();
    general(flags);
    http(flags);
    grpc(flags);
    metrics(flags);
    for (ServiceFlags.Table table : ServiceFlags.tables()) {
      add(flags, table.prefix(), table.lines(), table.fate());
    }
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

  /// Name, kind, default and help of each.
  private static final String GRPC =
      """
      address TEXT 127.0.0.1:12346 | gRPC server host:port, by which agents of a scraping service tell one another of changes; others must be able to reach it
      network TEXT tcp | gRPC server network: tcp
      enable-tls SWITCH false | serve gRPC over TLS with server.grpc_tls_config of the configuration
      conn-limit WHOLE 0 | most gRPC connections; 0: no limit
      max-recv-msg-size-bytes WHOLE 4194304 | largest message
      max-concurrent-streams UNSIGNED 100 | most calls at a time on a connection; 0: no limit
      keepalive.max-connection-idle DURATION 2562047h47m16.854775807s | how long a connection is kept without a call
      """;

  private static final String INERT_GRPC =
      """
      max-send-msg-size-bytes WHOLE 4194304 | largest answer; answers are empty
      in-memory-addr TEXT agent.internal:12346 | address by which parts of the agent reach one another without a connection
      keepalive.max-connection-age DURATION 2562047h47m16.854775807s | how long a connection is kept
      keepalive.max-connection-age-grace DURATION 2562047h47m16.854775807s | how long its calls may go on then
      keepalive.time DURATION 2h0m0s | pause without a sign of life before a client is asked for one
      keepalive.timeout DURATION 20s | how long it may take to give one
      keepalive.min-time-between-pings DURATION 5m0s | pause that clients must leave between pings
      keepalive.ping-without-stream-allowed SWITCH false | whether clients may ping without a call
      """;

  private static void grpc(GoFlags flags) {
    add(flags, "server.grpc.", GRPC, WORKS);
    add(flags, "server.grpc.", INERT_GRPC, NO_EFFECT);
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
  private static void add(GoFlags flags, String prefix, String table, Fate fate) {
    for (String line : table.lines().toList()) {
      String[] halves = line.split(" \\| ", 2);
      String[] words = halves[0].split(" ", 3);
      String defaultText = words.length == 3 ? words[2] : "";
      flags.add(prefix + words[0], Kind.valueOf(words[1]), defaultText, halves[1], fate);
    }
  }
}

package io.tributary.agent.cli;

import io.tributary.agent.cli.Flag.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every flag of `tributary prometheus`: the flags of Prometheus 3.14 in agent mode with their
/// names, defaults and visibility, the server-only ones that are refused, and Tributary's own,
/// whose names begin with `tributary.`.
///
/// Source: prometheus `cmd/prometheus/main.go`; parity §1.2 and §1.3.
final class PrometheusFlags {
  /// Both messages that a remote-write receiver can accept.
  static final List<String> PROTOBUF_MESSAGES =
      List.of("prometheus.WriteRequest", "io.prometheus.write.v2.Request");

  private static final FlagKind SWITCH = new FlagKind.Switch();
  private static final FlagKind TEXT = new FlagKind.Text();
  private static final FlagKind TEXTS = new FlagKind.Texts(List.of());
  private static final FlagKind SPAN = new FlagKind.Span();
  private static final FlagKind BYTES = new FlagKind.Bytes();
  private static final FlagKind WHOLE = new FlagKind.Whole();
  private static final FlagKind FRACTION = new FlagKind.Fraction();
  private static final FlagKind COMPRESSION = new FlagKind.Choice(List.of("snappy", "zstd"));

  static final FlagSet ALL = new FlagSet(table());

  private PrometheusFlags() {}

  private static List<Flag> table() {
    var flags = new ArrayList<Flag>();
    general(flags);
    web(flags);
    serverStorage(flags);
    agentStorage(flags);
    server(flags);
    scrapeAndProcess(flags);
    own(flags);
    return flags;
  }

  private static void general(List<Flag> flags) {
    add(flags, "help", SWITCH, null, "Print this help and exit.");
    add(flags, "version", SWITCH, null, "Print the version and exit.");
    add(flags, "config.file", TEXT, "prometheus.yml", "The configuration file.");
    add(
        flags,
        "config.auto-reload",
        SWITCH,
        "false",
        "Look for changes of the configuration file and of the files that scrape_config_files"
            + " names, and reload by itself. See --config.auto-reload-interval.");
    add(
        flags,
        "config.auto-reload-interval",
        SPAN,
        "30s",
        "How often to look, with --config.auto-reload; at least 1s.");
  }

  private static void web(List<Flag> flags) {
    add(
        flags,
        "web.listen-address",
        TEXTS,
        "0.0.0.0:9090",
        "Where to listen for the API and for scrapes of the agent itself. Can be repeated.");
    add(
        flags,
        "auto-gomaxprocs",
        SWITCH,
        "true",
        "Accepted for compatibility: the Java virtual machine always follows the CPU quota of its"
            + " container.");
    add(
        flags,
        "auto-gomemlimit",
        SWITCH,
        "true",
        "Accepted for compatibility: the launcher always derives the heap from the memory limit.");
    add(
        flags,
        "auto-gomemlimit.ratio",
        FRACTION,
        "0.9",
        "Accepted for compatibility and checked: more than 0, at most 1.");
    add(
        flags,
        "auto-gomemlimit.refresh-interval",
        SPAN,
        "0s",
        "Accepted for compatibility: the limit is read once, at start.");
    add(
        flags,
        "web.config.file",
        TEXT,
        "",
        "File with TLS and authentication settings of the listeners.");
    add(
        flags,
        "web.read-timeout",
        SPAN,
        "5m",
        "How long reading a request may take, and how long a connection may stay idle.");
    add(
        flags,
        "web.max-connections",
        WHOLE,
        "512",
        "How many connections may be open at the same time, over all listeners.");
    add(
        flags,
        "web.max-notifications-subscribers",
        WHOLE,
        "16",
        "How many clients may follow the live notifications; further ones are turned away.");
    add(
        flags,
        "web.external-url",
        TEXT,
        null,
        "<URL>",
        "The URL under which the agent is reached from outside, for instance through a reverse"
            + " proxy. Its path becomes the prefix of every route. Derived from host name and port"
            + " when empty.");
    add(
        flags,
        "web.route-prefix",
        TEXT,
        null,
        "<path>",
        "Prefix of every route; the path of --web.external-url by default.");
    add(
        flags,
        "web.user-assets",
        TEXT,
        null,
        "<path>",
        "Folder with static files, served below /user.");
    add(
        flags,
        "web.enable-lifecycle",
        SWITCH,
        "false",
        "Allow reload and shutdown by HTTP request.");
    add(
        flags,
        "web.enable-admin-api",
        SWITCH,
        "false",
        "Accepted for compatibility: an agent has no administrative endpoints.");
    add(
        flags,
        "web.enable-remote-write-receiver",
        SWITCH,
        "false",
        "Not available: refused when set.");
    add(
        flags,
        "web.remote-write-receiver.accepted-protobuf-messages",
        new FlagKind.Texts(PROTOBUF_MESSAGES),
        String.join(",", PROTOBUF_MESSAGES),
        "Not available: refused when set.");
    add(flags, "web.enable-otlp-receiver", SWITCH, "false", "Not available: refused when set.");
    add(
        flags,
        "web.console.templates",
        TEXT,
        "consoles",
        "Accepted for compatibility: consoles need a query engine, which an agent lacks.");
    add(
        flags,
        "web.console.libraries",
        TEXT,
        "console_libraries",
        "Accepted for compatibility, like --web.console.templates.");
    add(
        flags,
        "web.page-title",
        TEXT,
        "Prometheus Time Series Collection and Processing Server",
        "Title of the web page.");
    add(
        flags,
        "web.cors.origin",
        TEXT,
        "",
        "Regular expression that an Origin must match as a whole, for example"
            + " 'https?://(domain1|domain2)\\.com'. Pages of these origins may read the API;"
            + " without it, none of another origin.");
  }

  private static void serverStorage(List<Flag> flags) {
    server(flags, "storage.tsdb.path", TEXT, "data/", "Folder of the time series database.");
    serverHidden(flags, "storage.tsdb.min-block-duration", SPAN, "2h", "Shortest block.");
    serverHidden(flags, "storage.tsdb.max-block-duration", SPAN, null, "Longest block.");
    serverHidden(
        flags, "storage.tsdb.max-block-chunk-segment-size", BYTES, null, "Largest chunk segment.");
    serverHidden(flags, "storage.tsdb.wal-segment-size", BYTES, null, "Size of a log segment.");
    server(flags, "storage.tsdb.retention.time", SPAN, null, "How long samples are kept.");
    server(flags, "storage.tsdb.retention.size", BYTES, null, "How much the blocks may hold.");
    server(flags, "storage.tsdb.no-lockfile", SWITCH, "false", "Create no lock file.");
    serverHidden(
        flags,
        "storage.tsdb.allow-overlapping-compaction",
        SWITCH,
        "true",
        "Compact blocks that overlap.");
    serverHidden(flags, "storage.tsdb.wal-compression", SWITCH, "true", "Compress the log.");
    serverHidden(
        flags, "storage.tsdb.wal-compression-type", COMPRESSION, "snappy", "How to compress it.");
    server(
        flags,
        "storage.tsdb.head-chunks-write-queue-size",
        WHOLE,
        "0",
        "Queue in front of the head chunks on disk.");
    serverHidden(flags, "storage.tsdb.samples-per-chunk", WHOLE, "120", "Samples in a chunk.");
    serverHidden(
        flags,
        "storage.tsdb.delayed-compaction.max-percent",
        WHOLE,
        "10",
        "Upper bound of the random delay of a compaction.");
    server(
        flags,
        "storage.tsdb.delay-compact-file.path",
        TEXT,
        "",
        "File that names the blocks already uploaded.");
    serverHidden(
        flags,
        "storage.tsdb.block-reload-interval",
        SPAN,
        "1m",
        "How often to look for new and removed blocks.");
  }

  private static void agentStorage(List<Flag> flags) {
    agent(flags, "storage.agent.path", TEXT, "data-agent/", "Folder of the log of unsent samples.");
    agentHidden(
        flags,
        "storage.agent.wal-segment-size",
        BYTES,
        null,
        "Size at which the log begins a new segment file, from 10MB to 256MB.");
    agent(
        flags,
        "storage.agent.wal-compression",
        SWITCH,
        "true",
        "Accepted for compatibility: the log stores columns that are encoded already.");
    agentHidden(
        flags,
        "storage.agent.wal-compression-type",
        COMPRESSION,
        "snappy",
        "Accepted for compatibility, like --storage.agent.wal-compression.");
    agentHidden(
        flags,
        "storage.agent.wal-truncate-frequency",
        SPAN,
        null,
        "Accepted for compatibility: a segment is deleted as soon as every destination has"
            + " acknowledged it.");
    agent(
        flags,
        "storage.agent.retention.min-time",
        SPAN,
        "5m",
        "Accepted for compatibility: what was acknowledged is deleted, what was not is kept.");
    agent(
        flags,
        "storage.agent.retention.max-time",
        SPAN,
        "4h",
        "Age at which samples are dropped even if a destination has not acknowledged them. Applied"
            + " only when given; without it --tributary.wal-budget-bytes alone is the limit.");
    agent(
        flags,
        "storage.agent.checkpoint-from-in-memory-series",
        SWITCH,
        "false",
        "Accepted for compatibility: the log needs no checkpoints.");
    agent(
        flags,
        "storage.agent.checkpoint-batch-size",
        WHOLE,
        "1000",
        "Accepted for compatibility and checked: more than 0.");
    agent(
        flags,
        "storage.agent.no-lockfile",
        SWITCH,
        "false",
        "Create no lock file in the data folder.");
    add(
        flags,
        "storage.remote.flush-deadline",
        SPAN,
        "1m",
        "<duration>",
        "How long to go on sending at shutdown. What is still unsent then stays in the log.");
  }

  private static void server(List<Flag> flags) {
    server(flags, "storage.remote.read-sample-limit", WHOLE, "5e7", "Samples in a remote read.");
    server(flags, "storage.remote.read-concurrent-limit", WHOLE, "10", "Remote reads at once.");
    server(
        flags,
        "storage.remote.read-max-bytes-in-frame",
        WHOLE,
        "1048576",
        "Bytes in a frame of a remote read.");
    server(flags, "web.search.max-limit", WHOLE, "10000", "Largest limit of a search.");
    server(
        flags,
        "rules.alert.for-outage-tolerance",
        SPAN,
        "1h",
        "Outage that the state of an alert survives.");
    server(
        flags,
        "rules.alert.for-grace-period",
        SPAN,
        "10m",
        "Time between an alert and its restored state.");
    server(flags, "rules.alert.resend-delay", SPAN, "1m", "Pause before an alert is sent again.");
    server(flags, "rules.max-concurrent-evals", WHOLE, "4", "Rules evaluated at once.");
    server(
        flags,
        "alertmanager.notification-queue-capacity",
        WHOLE,
        "10000",
        "Notifications that may wait.");
    server(
        flags,
        "alertmanager.notification-batch-size",
        WHOLE,
        "256",
        "Notifications in one request.");
    server(
        flags,
        "alertmanager.drain-notification-queue-on-shutdown",
        SWITCH,
        "true",
        "Send waiting notifications at shutdown.");
    server(flags, "query.lookback-delta", SPAN, "5m", "How far a query looks back.");
    server(flags, "query.timeout", SPAN, "2m", "How long a query may take.");
    server(flags, "query.max-concurrency", WHOLE, "20", "Queries at once.");
    server(flags, "query.max-samples", WHOLE, "50000000", "Samples that a query may load.");
  }

  private static void scrapeAndProcess(List<Flag> flags) {
    hidden(
        flags,
        "scrape.adjust-timestamps",
        SWITCH,
        "true",
        "Move the timestamp of a scrape onto its schedule when it is at most"
            + " --scrape.timestamp-tolerance away.");
    hidden(flags, "scrape.timestamp-tolerance", SPAN, "2ms", "See --scrape.adjust-timestamps.");
    hidden(
        flags,
        "scrape.discovery-reload-interval",
        SPAN,
        "5s",
        "Shortest time between two changes of the set of targets.");
    add(
        flags,
        "enable-feature",
        TEXTS,
        null,
        "Names of features, separated by commas. Can be repeated. See docs/flags.md for what each"
            + " one does here.");
    add(flags, "agent", SWITCH, null, "Accepted for compatibility: Tributary is always an agent.");
    add(
        flags,
        "log.level",
        new FlagKind.Choice(List.of("debug", "info", "warn", "error")),
        "info",
        "Least severity that is logged: debug, info, warn or error.");
    add(
        flags,
        "log.format",
        new FlagKind.Choice(List.of("logfmt", "json")),
        "logfmt",
        "Form of the log: logfmt or json.");
    hidden(flags, "write-documentation", SWITCH, null, "Print the flags as Markdown and exit.");
  }

  private static void own(List<Flag> flags) {
    add(
        flags,
        "tributary.wal-budget-bytes",
        BYTES,
        "0B",
        "How much unsent data the log may hold for each destination; beyond it the oldest is"
            + " dropped and counted. 0B: no limit of its own, the disk is the limit.");
    flags.addAll(ClusterFlags.members("tributary.cluster."));
  }

  private static void add(
      List<Flag> flags, String name, FlagKind kind, @Nullable String defaultText, String help) {
    add(flags, name, kind, defaultText, "", help);
  }

  private static void add(
      List<Flag> flags,
      String name,
      FlagKind kind,
      @Nullable String defaultText,
      String placeholder,
      String help) {
    flags.add(new Flag(name, kind, defaultText, placeholder, false, Mode.ANY, help));
  }

  private static void hidden(
      List<Flag> flags, String name, FlagKind kind, @Nullable String defaultText, String help) {
    flags.add(new Flag(name, kind, defaultText, "", true, Mode.ANY, help));
  }

  private static void agent(
      List<Flag> flags, String name, FlagKind kind, @Nullable String defaultText, String help) {
    flags.add(new Flag(name, kind, defaultText, "", false, Mode.AGENT, help));
  }

  private static void agentHidden(
      List<Flag> flags, String name, FlagKind kind, @Nullable String defaultText, String help) {
    flags.add(new Flag(name, kind, defaultText, "", true, Mode.AGENT, help));
  }

  private static void server(
      List<Flag> flags, String name, FlagKind kind, @Nullable String defaultText, String help) {
    flags.add(new Flag(name, kind, defaultText, "", false, Mode.SERVER, help));
  }

  private static void serverHidden(
      List<Flag> flags, String name, FlagKind kind, @Nullable String defaultText, String help) {
    flags.add(new Flag(name, kind, defaultText, "", true, Mode.SERVER, help));
  }
}

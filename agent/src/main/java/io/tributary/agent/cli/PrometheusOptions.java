package io.tributary.agent.cli;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.agent.logging.LogFormat;
import io.tributary.agent.process.AgentSettings;
import io.tributary.base.host.HostName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `tributary prometheus` was asked to do, checked and with every default filled in.
///
/// `notes` are lines for the log about flags that were given and have no meaning here.
record PrometheusOptions(AgentSettings agent, Log log, FeatureFlags features, List<String> notes) {

  /// The agent's own log.
  record Log(String level, LogFormat format) {}

  private static final long MIN_SEGMENT_BYTES = 10L << 20;
  private static final long MAX_SEGMENT_BYTES = 256L << 20;

  PrometheusOptions {
    notes = List.copyOf(notes);
  }

  /// Checks and combines. Throws [UsageException] with the exit code that Prometheus has for the
  /// finding.
  static PrometheusOptions from(ParsedFlags flags) {
    if (!flags.arguments().isEmpty()) {
      throw new UsageException(UsageException.SYNTAX, "unexpected " + flags.arguments().getFirst());
    }
    // In the order of the original, since the first complaint decides the exit code.
    FeatureFlags features = FeatureFlags.parse(flags.texts("enable-feature"));
    refuseServerFlags(flags);
    check(
        flags.number("storage.agent.checkpoint-batch-size") > 0,
        "--storage.agent.checkpoint-batch-size must be greater than 0.");
    double ratio = flags.fraction("auto-gomemlimit.ratio");
    check(
        ratio > 0 && ratio <= 1,
        "--auto-gomemlimit.ratio must be greater than 0 and less than or equal to 1.");
    refuseReceivers(flags);
    boolean alignsTimestamps = flags.isOn("scrape.adjust-timestamps");
    AgentSettings.Web web = web(flags);
    Map<String, String> shown = flags.all();
    shown.put("agent", "true");
    shown.put("web.route-prefix", web.routePrefix());
    var agent =
        new AgentSettings(
            Path.of(flags.text("config.file")),
            autoReload(flags, features),
            features.extraScrapeMetrics(),
            web,
            storage(flags),
            new AgentSettings.Scrape(
                alignsTimestamps ? flags.duration("scrape.timestamp-tolerance") : Duration.ZERO,
                flags.duration("scrape.discovery-reload-interval"),
                ClusterOptions.share(flags, "tributary.cluster.")),
            shown);
    return new PrometheusOptions(
        agent,
        new Log(flags.text("log.level"), LogFormat.of(flags.text("log.format"))),
        features,
        notes(flags));
  }

  private static void refuseServerFlags(ParsedFlags flags) {
    List<String> typed =
        PrometheusFlags.ALL.flags().stream()
            .filter(flag -> flag.mode() == Flag.Mode.SERVER && flags.isTyped(flag.name()))
            .map(flag -> "\"--" + flag.name() + '"')
            .toList();
    if (!typed.isEmpty()) {
      throw new UsageException(
          3,
          "The following flag(s) can not be used in agent mode: [" + String.join(" ", typed) + "]");
    }
  }

  private static void refuseReceivers(ParsedFlags flags) {
    for (String name : List.of("web.enable-remote-write-receiver", "web.enable-otlp-receiver")) {
      check(!flags.isOn(name), "--" + name + ": this receiver is not available in Tributary");
    }
    String messages = "web.remote-write-receiver.accepted-protobuf-messages";
    check(
        !flags.isTyped(messages),
        "--" + messages + ": the remote-write receiver is not available in Tributary");
  }

  private static Optional<Duration> autoReload(ParsedFlags flags, FeatureFlags features) {
    if (!flags.isOn("config.auto-reload") && !features.autoReload()) {
      return Optional.empty();
    }
    Duration interval = flags.duration("config.auto-reload-interval");
    Duration shortest = Duration.ofSeconds(1);
    return Optional.of(interval.compareTo(shortest) < 0 ? shortest : interval);
  }

  private static AgentSettings.Web web(ParsedFlags flags) {
    List<String> addresses = flags.texts("web.listen-address");
    URI externalUrl = externalUrl(flags.text("web.external-url"), addresses.getFirst());
    String prefix = flags.text("web.route-prefix");
    if (prefix.isEmpty()) {
      prefix = externalUrl.getPath() == null ? "" : externalUrl.getPath();
    }
    int maxConnections = flags.number("web.max-connections");
    check(maxConnections > 0, "--web.max-connections must be greater than 0.");
    return new AgentSettings.Web(
        addresses,
        path(flags.text("web.config.file")),
        flags.duration("web.read-timeout"),
        maxConnections,
        flags.number("web.max-notifications-subscribers"),
        externalUrl,
        "/" + strip(prefix),
        path(flags.text("web.user-assets")),
        flags.isOn("web.enable-lifecycle"),
        flags.isOn("web.enable-admin-api"),
        flags.text("web.page-title"),
        corsOrigin(flags.text("web.cors.origin")));
  }

  private static Optional<Path> path(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static String strip(String path) {
    int from = 0;
    int to = path.length();
    while (from < to && path.charAt(from) == '/') {
      from++;
    }
    while (to > from && path.charAt(to - 1) == '/') {
      to--;
    }
    return path.substring(from, to);
  }

  /// Source: prometheus `cmd/prometheus/main.go`, computeExternalURL.
  static URI externalUrl(String given, String listenAddress) {
    String text = given;
    if (text.isEmpty()) {
      text = "http://" + HostName.get() + ":" + portOf(listenAddress) + "/";
    }
    if (isQuote(text.charAt(0)) || isQuote(text.charAt(text.length() - 1))) {
      throw new UsageException(
          2, "parse external URL \"" + given + "\": URL must not begin or end with quotes");
    }
    try {
      var url = new URI(text);
      // From the parts as they are written: a host name with an underscore is none to URI.
      String path = url.getRawPath() == null ? "" : strip(url.getRawPath());
      return new URI(
          (url.getScheme() == null ? "" : url.getScheme() + ":")
              + (url.getRawAuthority() == null ? "" : "//" + url.getRawAuthority())
              + (path.isEmpty() ? "" : "/" + path)
              + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
    } catch (URISyntaxException e) {
      throw new UsageException(2, "parse external URL \"" + given + "\": " + e.getMessage());
    }
  }

  /// Source: Go `net.SplitHostPort`.
  private static String portOf(String listenAddress) {
    int colon = listenAddress.lastIndexOf(':');
    boolean isBracketed = listenAddress.startsWith("[") && listenAddress.indexOf("]:") == colon - 1;
    String problem = "";
    if (colon < 0 || listenAddress.endsWith("]")) {
      problem = "missing port in address";
    } else if (!isBracketed && listenAddress.indexOf(':') < colon) {
      problem = "too many colons in address";
    }
    if (!problem.isEmpty()) {
      throw new UsageException(
          2, "parse external URL \"\": address " + listenAddress + ": " + problem);
    }
    return listenAddress.substring(colon + 1);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static Pattern corsOrigin(String regex) {
    try {
      return Pattern.compile("^(?s:" + regex + ")$");
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          2, "could not compile CORS regex string \"" + regex + "\": " + e.getMessage());
    }
  }

  private static AgentSettings.Storage storage(ParsedFlags flags) {
    Optional<Long> segmentBytes = Optional.empty();
    if (flags.isTyped("storage.agent.wal-segment-size")) {
      long bytes = flags.bytes("storage.agent.wal-segment-size");
      check(
          bytes >= MIN_SEGMENT_BYTES && bytes <= MAX_SEGMENT_BYTES,
          "flag 'storage.agent.wal-segment-size' must be set between 10MB and 256MB");
      segmentBytes = Optional.of(bytes);
    }
    String maxAge = "storage.agent.retention.max-time";
    long budgetBytes = flags.bytes("tributary.wal-budget-bytes");
    check(budgetBytes >= 0, "--tributary.wal-budget-bytes must not be negative.");
    return new AgentSettings.Storage(
        Path.of(flags.text("storage.agent.path")),
        segmentBytes,
        !flags.isOn("storage.agent.no-lockfile"),
        budgetBytes,
        flags.isTyped(maxAge) ? Optional.of(flags.duration(maxAge)) : Optional.empty(),
        flags.duration("storage.remote.flush-deadline"));
  }

  private static List<String> notes(ParsedFlags flags) {
    var notes = new ArrayList<String>();
    note(notes, flags, "storage.agent.wal-compression", "the log is made of encoded columns");
    note(notes, flags, "storage.agent.wal-compression-type", "the log is made of encoded columns");
    note(
        notes,
        flags,
        "storage.agent.wal-truncate-frequency",
        "segments are deleted when every destination has acknowledged them");
    note(
        notes,
        flags,
        "storage.agent.retention.min-time",
        "segments are deleted when every destination has acknowledged them");
    note(
        notes,
        flags,
        "storage.agent.checkpoint-from-in-memory-series",
        "the log has no checkpoints");
    note(notes, flags, "storage.agent.checkpoint-batch-size", "the log has no checkpoints");
    note(notes, flags, "auto-gomaxprocs", "the Java virtual machine follows the CPU quota");
    note(notes, flags, "auto-gomemlimit", "the launcher derives the heap from the memory limit");
    note(
        notes,
        flags,
        "auto-gomemlimit.ratio",
        "the launcher derives the heap from the memory limit");
    note(
        notes,
        flags,
        "auto-gomemlimit.refresh-interval",
        "the launcher derives the heap from the memory limit, once");
    note(notes, flags, "web.enable-admin-api", "an agent has no administrative endpoints");
    note(notes, flags, "web.console.templates", "an agent has no query engine");
    note(notes, flags, "web.console.libraries", "an agent has no query engine");
    return notes;
  }

  private static void note(List<String> notes, ParsedFlags flags, String name, String reason) {
    if (flags.isTyped(name)) {
      notes.add("--" + name + " has no effect: " + reason);
    }
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new UsageException(1, message);
    }
  }
}

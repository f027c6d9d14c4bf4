package io.tributary.agent.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every flag of `tributary run`: those of Agent Flow and Alloy with their names and defaults, and
/// Tributary's own, which [ClusterFlags] and `docs/flags.md` name.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`.
final class RunFlags {
  private static final FlagKind BOOL = new FlagKind.Bool();
  private static final FlagKind TEXT = new FlagKind.Text();
  private static final FlagKind SPAN = new FlagKind.GoSpan();
  private static final FlagKind FORMAT =
      new FlagKind.Choice(
          List.of("alloy", "flow", "river", "prometheus", "static", "promtail", "otelcol"));
  private static final FlagKind STABILITY =
      new FlagKind.Choice(List.of("generally-available", "public-preview", "experimental"));

  static final FlagSet ALL = new FlagSet(table());

  /// Those that a check of a configuration needs.
  static final FlagSet VALIDATE = new FlagSet(validate());

  private RunFlags() {}

  private static List<Flag> table() {
    var flags = new ArrayList<Flag>();
    add(flags, "help", BOOL, null, "Print this help and exit.");
    add(flags, "version", BOOL, null, "Print the version and exit.");
    http(flags);
    add(flags, "storage.path", TEXT, "data-alloy/", "The folder where components keep their data.");
    add(
        flags,
        "disable-reporting",
        BOOL,
        "false",
        "Accepted for compatibility: Tributary never reports anything to anybody.");
    config(flags);
    features(flags);
    ClusterFlags.add(flags);
    return flags;
  }

  private static List<Flag> validate() {
    var flags = new ArrayList<Flag>();
    add(flags, "help", BOOL, null, "Print this help and exit.");
    config(flags);
    add(
        flags,
        "stability.level",
        STABILITY,
        "generally-available",
        "The least stability that features must have to be allowed.");
    community(flags);
    return flags;
  }

  private static void http(List<Flag> flags) {
    add(
        flags,
        "server.http.listen-addr",
        TEXT,
        "127.0.0.1:12345",
        "Where to listen for the page, the API and scrapes of the agent itself.");
    add(
        flags,
        "server.http.memory-addr",
        TEXT,
        "tributary.internal:12345",
        "The address under which components reach one another inside the process; nothing listens"
            + " there.");
    add(flags, "server.http.ui-path-prefix", TEXT, "/", "Where the page and its API begin.");
    add(
        flags,
        "server.http.enable-pprof",
        BOOL,
        "false",
        "There are no profiles in the format of Go: only false is accepted.");
    add(
        flags,
        "server.http.disable-support-bundle",
        BOOL,
        "true",
        "There is no support bundle: only true is accepted.");
    add(
        flags,
        "server.http.enable-graphql",
        BOOL,
        "false",
        "There is no GraphQL: only false is accepted.");
    add(
        flags,
        "server.http.enable-graphql-playground",
        BOOL,
        "false",
        "There is no GraphQL: only false is accepted.");
  }

  private static void config(List<Flag> flags) {
    add(
        flags,
        "config.format",
        FORMAT,
        "alloy",
        "What the configuration is written in: alloy, flow and river are the same; prometheus and"
            + " static are converted each time they are read.");
    add(
        flags,
        "config.bypass-conversion-errors",
        BOOL,
        "false",
        "Run what could be converted of a configuration in another format.");
    add(
        flags,
        "config.extra-args",
        TEXT,
        "",
        "Flags that go with a configuration in another format.");
    add(
        flags,
        "config.strict",
        BOOL,
        "false",
        "Treat the configuration as one: a file with an error keeps all of it from being loaded,"
            + " and the first load must be without any error. Without this, such a file is left"
            + " out, or stays as it last was good.");
  }

  private static void features(List<Flag> flags) {
    add(
        flags,
        "stability.level",
        STABILITY,
        "generally-available",
        "The least stability that features must have to be allowed.");
    community(flags);
    add(
        flags,
        "feature.component-shutdown-deadline",
        SPAN,
        "10m",
        "How long a component may take to stop before it is left behind.");
    add(
        flags,
        "feature.prometheus.direct-fanout.enabled",
        BOOL,
        "true",
        "Metrics always go directly from component to component: only true is accepted.");
    add(
        flags,
        "feature.prometheus.metric-validation-scheme",
        TEXT,
        "",
        "Deprecated; without effect, as in the original.");
  }

  private static void community(List<Flag> flags) {
    add(
        flags,
        "feature.community-components.enabled",
        BOOL,
        "false",
        "Allow components of the community.");
  }

  private static void add(
      List<Flag> flags, String name, FlagKind kind, @Nullable String defaultText, String help) {
    flags.add(Flag.of(name, kind, defaultText, "", help));
  }
}

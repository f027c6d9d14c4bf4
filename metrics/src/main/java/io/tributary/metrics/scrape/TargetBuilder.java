package io.tributary.metrics.scrape;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Durations;
import io.tributary.base.text.GoBooleans;
import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.model.relabel.Relabeler;
import io.tributary.net.client.Urls;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns what discovery found into targets: defaults, relabelling, checks.
///
/// Source: prometheus/prometheus `scrape/target.go`, `PopulateLabels`, `PopulateDiscoveredLabels`
/// and `Target.URL`.
public final class TargetBuilder {
  private static final String ADDRESS = "__address__";
  private static final String SCHEME = "__scheme__";
  private static final String METRICS_PATH = "__metrics_path__";
  private static final String INTERVAL = "__scrape_interval__";
  private static final String TIMEOUT = "__scrape_timeout__";
  private static final String PARAM = "__param_";
  private static final String META = "__meta_";
  private static final String UNIX_SOCKET = "__unix_socket__";
  private static final String NATIVE = "__scrape_native_histograms__";
  private static final String CONVERT = "__convert_classic_histograms_to_nhcb__";
  private static final String ALWAYS_CLASSIC = "__always_scrape_classic_histograms__";

  private final ScrapeSettings settings;
  private final Relabeler relabeler;

  public TargetBuilder(ScrapeSettings settings) {
    this.settings = settings;
    this.relabeler = new Relabeler(RelabelRules.of(settings.relabelRules()));
  }

  /// What became of one discovered label set.
  public sealed interface Outcome {
    Labels discovered();
  }

  /// To be scraped.
  public record Kept(Target target) implements Outcome {
    @Override
    public Labels discovered() {
      return target.discovered();
    }
  }

  /// Dropped by a relabelling rule.
  public record Dropped(Labels discovered) implements Outcome {}

  /// Not a target: `message` says why.
  public record Invalid(Labels discovered, String message) implements Outcome {}

  /// The outcome for one target of a group.
  public Outcome build(Labels target, TargetGroup group) {
    Labels discovered = discoveredLabels(target, group);
    var labels = new LabelsBuilder(discovered);
    if (!relabeler.apply(labels)) {
      return new Dropped(discovered);
    }
    try {
      return new Kept(target(discovered, labels));
    } catch (ConfigException e) {
      return new Invalid(discovered, String.valueOf(e.getMessage()));
    }
  }

  /// The label set that relabelling begins with.
  public Labels discoveredLabels(Labels target, TargetGroup group) {
    var labels = new Labels.Builder(group.labels());
    target.forEach(labels::set);
    setDefault(labels, "job", settings.jobName());
    setDefault(labels, INTERVAL, Durations.format(settings.scrapeInterval()));
    setDefault(labels, TIMEOUT, Durations.format(settings.scrapeTimeout()));
    setDefault(labels, METRICS_PATH, settings.request().metricsPath());
    setDefault(labels, SCHEME, settings.request().scheme());
    SampleSettings samples = settings.samples();
    setDefault(labels, NATIVE, String.valueOf(samples.scrapeNativeHistograms()));
    setDefault(labels, CONVERT, String.valueOf(samples.convertClassicHistogramsToNhcb()));
    setDefault(labels, ALWAYS_CLASSIC, String.valueOf(samples.alwaysScrapeClassicHistograms()));
    settings
        .request()
        .params()
        .forEach((name, values) -> {
          if (!values.isEmpty()) {
            setDefault(labels, PARAM + name, values.get(0));
          }
        });
    return labels.build();
  }

  private static void setDefault(Labels.Builder labels, String name, String value) {
    if (labels.get(name) == null) {
      labels.set(name, value);
    }
  }

  private Target target(Labels discovered, LabelsBuilder labels) {
    String address = labels.get(ADDRESS);
    if (address.isEmpty()) {
      throw new ConfigException("no address");
    }
    if (address.contains("/")) {
      throw new ConfigException("\"%s\" is not a valid hostname".formatted(address));
    }
    Duration interval = positive(labels.get(INTERVAL), "scrape interval");
    Duration timeout = positive(labels.get(TIMEOUT), "scrape timeout");
    if (timeout.compareTo(interval) > 0) {
      throw new ConfigException(
          "scrape timeout cannot be greater than scrape interval (\"%s\" > \"%s\")"
              .formatted(labels.get(TIMEOUT), labels.get(INTERVAL)));
    }
    var flags =
        new Target.HistogramFlags(
            bool(labels, NATIVE, settings.samples().scrapeNativeHistograms()),
            bool(labels, CONVERT, settings.samples().convertClassicHistogramsToNhcb()),
            bool(labels, ALWAYS_CLASSIC, settings.samples().alwaysScrapeClassicHistograms()));
    if (labels.get("instance").isEmpty()) {
      labels.set("instance", address);
    }
    Labels all = labels.labels();
    URI url = url(all);
    String socket = labels.get(UNIX_SOCKET);
    var internal = new Labels.Builder();
    var series = new Labels.Builder();
    all.forEach((name, value) -> {
      if (name.startsWith(META)) {
        return;
      }
      if (!NameValidation.UTF8.isValidLabelName(value)) {
        throw new ConfigException("invalid label value for \"%s\"".formatted(name));
      }
      internal.set(name, value);
      if (!name.startsWith("__")) {
        series.set(name, value);
      }
    });
    return new Target(
        discovered,
        series.build(),
        url,
        socket.isEmpty() ? null : Path.of(socket),
        interval,
        timeout,
        flags,
        Target.keyOf(internal.build(), url));
  }

  private static Duration positive(String text, String what) {
    Duration duration;
    try {
      duration = Durations.parse(text);
    } catch (ConfigException e) {
      throw new ConfigException("error parsing %s: %s".formatted(what, e.getMessage()));
    }
    if (duration.isZero()) {
      throw new ConfigException(what + " cannot be 0");
    }
    return duration;
  }

  /// `unset` where relabelling took the label away.
  private static boolean bool(LabelsBuilder labels, String name, boolean unset) {
    String text = labels.get(name);
    if (text.isEmpty()) {
      return unset;
    }
    return GoBooleans.parse(text)
        .orElseThrow(() ->
            new ConfigException(
                "error parsing %s: invalid boolean value \"%s\"".formatted(name, text)));
  }

  private URI url(Labels labels) {
    String text =
        labels.getOrEmpty(SCHEME)
            + "://"
            + labels.getOrEmpty(ADDRESS)
            + path(labels.getOrEmpty(METRICS_PATH))
            + query(labels);
    try {
      URI url = new URI(text);
      if (Urls.host(url) == null) {
        throw new ConfigException(
            "\"%s\" is not a valid address: expected host:port".formatted(labels.get(ADDRESS)));
      }
      return url;
    } catch (URISyntaxException e) {
      throw new ConfigException("cannot scrape \"%s\": %s".formatted(text, e.getReason()));
    }
  }

  /// A path holds no query and no escapes: `?` and `%` in it are characters of the path.
  ///
  /// Source: Go `net/url`, URL.EscapedPath.
  private static String path(String path) {
    var out = new StringBuilder(path.isEmpty() || path.startsWith("/") ? "" : "/");
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (isPathCharacter(b)) {
        out.append((char) b);
      } else {
        out.append("%%%02X".formatted(b));
      }
    }
    return out.toString();
  }

  private static boolean isPathCharacter(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "-_.~$&+,/:;=@".indexOf(b) >= 0;
  }

  /// The configured parameters; relabelling may have replaced the first value of each, or added
  /// some.
  private String query(Labels labels) {
    Map<String, List<String>> params = new TreeMap<>(settings.request().params());
    labels.forEach((name, value) -> {
      if (name.startsWith(PARAM)) {
        String param = name.substring(PARAM.length());
        List<String> values = params.get(param);
        if (values == null || values.isEmpty()) {
          params.put(param, List.of(value));
        } else {
          var replaced = new java.util.ArrayList<>(values);
          replaced.set(0, value);
          params.put(param, replaced);
        }
      }
    });
    var query = new StringBuilder();
    params.forEach((name, values) ->
        values.forEach(value ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encode(value))));
    return query.toString();
  }

  /// Source: Go `net/url`, QueryEscape.
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }
}

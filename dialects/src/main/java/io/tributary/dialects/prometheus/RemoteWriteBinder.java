package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretUrls;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Fields.Text;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.metrics.remotewrite.MetadataSettings;
import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.metrics.remotewrite.QueueSettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpUrls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Binds `remote_write`.
///
/// Source: prometheus `config/config.go`, RemoteWriteConfig; `storage/remote/write.go`,
/// ApplyConfig.
final class RemoteWriteBinder {
  private static final List<String> CLOUD_AUTH = List.of("sigv4", "azuread", "google_iam");
  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "host",
          "content-encoding",
          "content-length",
          "content-type",
          "user-agent",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "www-authenticate",
          "accept-encoding",
          "x-prometheus-remote-write-version",
          "x-prometheus-remote-read-version",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-content-sha256");

  private final GlobalSettings global;
  private final FileContext files;
  private final Refusals refusals;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();

  RemoteWriteBinder(GlobalSettings global, FileContext files, Refusals refusals) {
    this.global = global;
    this.files = files;
    this.refusals = refusals;
  }

  /// The sound destinations; the findings tell of the others.
  List<Located<RemoteWriteSettings>> bindAll(Fields parent) {
    var destinations = new ArrayList<Located<RemoteWriteSettings>>();
    forEach(
        parent,
        "remote_write",
        Usual.OF_THREE,
        unnamed -> {
          RemoteWriteSettings destination = named(unnamed);
          if (destination != null) {
            destinations.add(Located.of(destination, unnamed.fields));
          }
        });
    return destinations;
  }

  /// The same for the list under `key`, with the names that were written and without hashes: for
  /// whoever tells destinations apart by other rules, and with the defaults of Prometheus 2.
  List<Located<RemoteWriteSettings>> bindUnnamed(Fields parent, String key) {
    var destinations = new ArrayList<Located<RemoteWriteSettings>>();
    forEach(
        parent,
        key,
        Usual.OF_TWO,
        unnamed -> destinations.add(Located.of(unnamed.settings, unnamed.fields)));
    return destinations;
  }

  /// What is there where nothing is written.
  private record Usual(boolean sendsExemplars, QueueSettings queue, HttpClientSettings client) {
    static final Usual OF_THREE =
        new Usual(false, QueueSettings.DEFAULT, HttpClientSettings.REMOTE_WRITE_DEFAULTS);
    static final Usual OF_TWO =
        new Usual(true, QueueSettings.AS_AGENT, HttpClientSettings.DEFAULTS);
  }

  /// A destination that may lack its name, with what was written of its queue for its hash.
  private record Unnamed(Fields fields, RemoteWriteSettings settings, Queue queue) {}

  /// One after the other, so that findings about the first ones are there when aliases multiply.
  private void forEach(Fields parent, String key, Usual usual, Consumer<Unnamed> action) {
    for (YamlNode item : parent.items(key)) {
      if (Fields.isNull(item)) {
        parent.document().error(item, "empty or null remote write config section");
        continue;
      }
      Fields fields = Fields.of(parent.document(), item, "remote_write");
      if (fields != null) {
        Unnamed destination = bind(fields, usual);
        if (destination != null) {
          action.accept(destination);
        }
      }
    }
  }

  private @Nullable Unnamed bind(Fields fields, Usual usual) {
    int errorsBefore = fields.document().findings().errorCount();
    String url = url(fields);
    String name = name(fields);
    ProtobufMessage message = message(fields);
    Duration timeout =
        fields.duration("remote_timeout", RemoteWriteSettings.DEFAULT_REMOTE_TIMEOUT);
    SortedMap<String, String> headers = headers(fields);
    checkAuthentication(fields);
    HttpClientSettings client = new HttpClientBinder(files).bind(fields, usual.client);
    List<RelabelRule> rules =
        RelabelBinder.bind(
            fields,
            "write_relabel_configs",
            global.nameValidation(),
            "empty or null relabeling rule in remote write config");
    boolean exemplars = fields.bool("send_exemplars", usual.sendsExemplars);
    boolean histograms = fields.bool("send_native_histograms", false);
    boolean roundRobin = fields.bool("round_robin_dns", false);
    boolean requestLogging = fields.bool("failed_request_logging", false);
    Queue queue = queue(fields, usual.queue);
    MetadataSettings metadata = metadata(fields);
    fields.finish();
    if (fields.document().findings().errorCount() > errorsBefore || queue.settings() == null) {
      return null;
    }
    var unnamed =
        new RemoteWriteSettings(
            name,
            "",
            url,
            message,
            timeout,
            headers,
            client,
            rules,
            exemplars,
            histograms,
            roundRobin,
            requestLogging,
            queue.settings(),
            metadata);
    return new Unnamed(fields, unnamed, queue);
  }

  /// Fills in the hash and, where none is configured, the name; refuses the same destination twice.
  private @Nullable RemoteWriteSettings named(Unnamed destination) {
    Fields fields = destination.fields;
    RemoteWriteSettings unnamed = destination.settings;
    Queue queue = destination.queue;
    String hash = EffectiveYaml.hash(unnamed, queue.maxSamplesWritten(), queue.retryWritten());
    String position = fields.document().position(fields.mapping());
    String first = hashes.putIfAbsent(hash, position);
    if (first != null) {
      fields
          .document()
          .error(
              fields.mapping(),
              "duplicate remote write configs are not allowed, found duplicate for URL: "
                  + SecretUrls.shown(unnamed.url()),
              "the same as at " + first + "; a different name makes them distinct");
      return null;
    }
    return unnamed.identified(
        unnamed.name().isEmpty() ? hash.substring(0, 6) : unnamed.name(), hash);
  }

  private static String url(Fields fields) {
    String url =
        fields.parsed(
            "url",
            "",
            "",
            text -> text.isEmpty() ? "" : HttpUrls.parse(text, Set.of("http", "https")),
            "a URL such as https://host:port/api/v1/write");
    if (url.isEmpty() && !fields.failed("url")) {
      fields.error("url", "url for remote_write is empty");
    }
    return url;
  }

  private String name(Fields fields) {
    String name = fields.string("name", "");
    YamlNode node = fields.value("name");
    if (!name.isEmpty() && node != null) {
      String first = names.putIfAbsent(name, fields.document().position(node));
      if (first != null) {
        fields.error(
            "name",
            "found multiple remote write configs with job name \"" + name + '"',
            "first found at " + first);
      }
    }
    return name;
  }

  private static ProtobufMessage message(Fields fields) {
    return fields.parsed(
        "protobuf_message",
        ProtobufMessage.V1,
        ProtobufMessage.V1,
        text ->
            ProtobufMessage.byFullName(text)
                .orElseThrow(() ->
                    new ConfigException(
                        "invalid protobuf_message value: unknown type for remote write protobuf"
                            + " message "
                            + text
                            + ", supported: prometheus.WriteRequest,"
                            + " io.prometheus.write.v2.Request")),
        "prometheus.WriteRequest or io.prometheus.write.v2.Request");
  }

  private static SortedMap<String, String> headers(Fields fields) {
    var headers = new TreeMap<String, String>();
    for (Text header : fields.texts("headers")) {
      String lower = header.name().toLowerCase(Locale.ROOT);
      if (lower.equals("authorization")) {
        fields
            .document()
            .error(
                header.key(),
                "authorization header must be changed via the basic_auth, authorization, oauth2,"
                    + " sigv4, azuread or google_iam parameter");
      } else {
        checkReserved(fields, header);
      }
      headers.put(header.name(), header.text());
    }
    return headers;
  }

  static void checkReserved(Fields fields, Text header) {
    if (RESERVED_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
      fields
          .document()
          .error(header.key(), header.name() + " is a reserved header. It must not be changed");
    }
  }

  private void checkAuthentication(Fields fields) {
    var configured = new ArrayList<String>();
    for (String key : List.of("basic_auth", "authorization", "oauth2")) {
      if (fields.isSet(key)) {
        configured.add(key);
      }
    }
    for (String key : CLOUD_AUTH) {
      if (fields.isSet(key)) {
        configured.add(key);
        refusals.refuse(
            fields.document(),
            fields.key(key),
            key + ": authentication of remote write with " + key + " is not supported yet",
            "supported are basic_auth, authorization and oauth2");
      }
    }
    if (configured.size() > 1) {
      fields
          .document()
          .error(
              fields.key(configured.getLast()),
              "at most one of basic_auth, authorization, oauth2, sigv4, azuread or google_iam must"
                  + " be configured. Currently configured: ["
                  + String.join(" ", configured)
                  + "]");
    }
  }

  /// With what was written, for the hash: Tributary's own defaults are not part of it.
  private record Queue(
      @Nullable QueueSettings settings, boolean maxSamplesWritten, boolean retryWritten) {}

  private static Queue queue(Fields parent, QueueSettings usual) {
    Fields fields = parent.section("queue_config", "queue_config");
    if (fields == null) {
      return new Queue(usual, false, false);
    }
    int errorsBefore = fields.document().findings().errorCount();
    int capacity = positive(fields, "capacity", usual.capacity());
    int maxShards = positive(fields, "max_shards", usual.maxShards());
    int minShards = positive(fields, "min_shards", usual.minShards());
    int maxSamples = positive(fields, "max_samples_per_send", usual.maxSamplesPerSend());
    Duration deadline = fields.duration("batch_send_deadline", usual.batchSendDeadline());
    Duration minBackoff = fields.duration("min_backoff", usual.minBackoff());
    Duration maxBackoff = fields.duration("max_backoff", usual.maxBackoff());
    boolean retry = fields.bool("retry_on_http_429", usual.retryOnHttp429());
    Duration ageLimit = fields.duration("sample_age_limit", usual.sampleAgeLimit());
    if (!fields.failed("min_shards") && !fields.failed("max_shards") && minShards > maxShards) {
      fields.error(
          fields.has("min_shards") ? "min_shards" : "max_shards",
          "remote write queue min_shards must not be greater than max_shards");
    }
    if (!fields.failed("min_backoff")
        && !fields.failed("max_backoff")
        && maxBackoff.compareTo(minBackoff) < 0) {
      fields.error(
          fields.has("max_backoff") ? "max_backoff" : "min_backoff",
          "remote write queue max_backoff must not be less than min_backoff");
    }
    fields.finish();
    boolean sound = fields.document().findings().errorCount() == errorsBefore;
    return new Queue(
        sound
            ? new QueueSettings(
                capacity,
                maxShards,
                minShards,
                maxSamples,
                deadline,
                minBackoff,
                maxBackoff,
                retry,
                ageLimit)
            : null,
        fields.has("max_samples_per_send"),
        fields.has("retry_on_http_429"));
  }

  private static int positive(Fields fields, String key, int fallback) {
    int value = fields.integer(key, fallback);
    if (value <= 0) {
      fields.error(key, "remote write queue " + key + " must be positive");
      return fallback;
    }
    return value;
  }

  private static MetadataSettings metadata(Fields parent) {
    MetadataSettings usual = MetadataSettings.DEFAULT;
    Fields fields = parent.section("metadata_config", "metadata_config");
    if (fields == null) {
      return usual;
    }
    var settings =
        new MetadataSettings(
            fields.bool("send", usual.send()),
            fields.duration("send_interval", usual.sendInterval()),
            fields.integer("max_samples_per_send", usual.maxSamplesPerSend()));
    if (settings.send()
        && !settings.sendInterval().isPositive()
        && !fields.failed("send_interval")) {
      fields.error("send_interval", "metadata_config send_interval must be positive");
    }
    if (settings.send() && settings.maxSamplesPerSend() <= 0) {
      fields.error("max_samples_per_send", "metadata_config max_samples_per_send must be positive");
    }
    fields.finish();
    return settings;
  }
}

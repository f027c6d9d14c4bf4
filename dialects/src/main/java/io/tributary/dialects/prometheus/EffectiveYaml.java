package io.tributary.dialects.prometheus;

import io.tributary.base.bytes.Digests;
import io.tributary.base.config.Durations;
import io.tributary.base.secret.SecretNames;
import io.tributary.base.secret.SecretUrls;
import io.tributary.dialects.yaml.YamlWriter;
import io.tributary.dialects.yaml.YamlWriter.Flow;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.metrics.remotewrite.QueueSettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.HeaderSettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.OAuth2;
import io.tributary.net.client.ProxySettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Prints settings as the configuration that would yield them: defaults filled in, secrets hidden,
/// sections and fields in the order of Prometheus, which leaves out what is empty.
///
/// Source: prometheus `config/config.go` and `prometheus/common` `config/http_config.go`, the
/// fields of the structs and their tags.
final class EffectiveYaml {
  private static final int PROMETHEUS_MAX_SAMPLES_PER_SEND = 2_000;

  private EffectiveYaml() {}

  /// What is printed beside the settings proper.
  record Extras(int gogc, List<String> scrapeConfigFiles) {}

  static String print(
      GlobalSettings global,
      Extras extras,
      List<ScrapeSettings> mainJobs,
      StorageSettings storage,
      List<RemoteWriteSettings> remoteWrites,
      OtlpSettings otlp) {
    var top = new Block();
    top.section("global", global(global));
    top.section("runtime", new Block().put("gogc", (long) extras.gogc()));
    top.list("scrape_config_files", extras.scrapeConfigFiles());
    top.list("scrape_configs", mainJobs.stream().map(job -> job(job).fields()).toList());
    if (!storage.equals(StorageSettings.DEFAULT)) {
      var tsdb = new Block().duration("out_of_order_time_window", storage.outOfOrderTimeWindow());
      top.section("storage", new Block().section("tsdb", tsdb));
    }
    top.list(
        "remote_write",
        remoteWrites.stream()
            .map(entry -> remoteWrite(entry, queue(entry.queue())).fields())
            .toList());
    top.section("otlp", otlp(otlp));
    return YamlWriter.write(top.fields());
  }

  /// One job alone, its fields at the left margin.
  static String printJob(ScrapeSettings job) {
    return YamlWriter.write(job(job).fields());
  }

  /// Identifies a destination as Prometheus does, by the MD5 of its printed form without secrets.
  /// Tributary's own defaults do not enter: the hash of an entry, and the name made of it, are
  /// those of Prometheus.
  static String hash(RemoteWriteSettings entry, boolean maxSamplesWritten, boolean retryWritten) {
    QueueSettings queue = entry.queue();
    Block printed =
        queue(
            queue,
            maxSamplesWritten ? queue.maxSamplesPerSend() : PROMETHEUS_MAX_SAMPLES_PER_SEND,
            retryWritten && queue.retryOnHttp429());
    Block identity =
        remoteWrite(entry, printed).put("url", SecretUrls.withoutPassword(entry.url()));
    identity.map("headers", entry.headers());
    return Digests.hex(Digests.md5(), YamlWriter.write(identity.fields()));
  }

  static Block global(GlobalSettings global) {
    var block = new Block();
    block.duration("scrape_interval", global.scrapeInterval());
    block.duration("scrape_timeout", global.scrapeTimeout());
    block.list("scrape_protocols", protocols(global.protocols()));
    block.duration("evaluation_interval", global.evaluationInterval());
    block.duration("rule_query_offset", global.ruleQueryOffset());
    block.optional("query_log_file", global.queryLogFile());
    block.optional("scrape_failure_log_file", global.scrapeFailureLogFile());
    block.map("external_labels", labels(global.externalLabels()));
    limits(block, global.limits());
    block.text("metric_name_validation_scheme", lower(global.nameValidation()));
    if (global.escaping() != null) {
      block.text("metric_name_escaping_scheme", global.escaping().configName());
    }
    block.put("scrape_native_histograms", global.scrapeNativeHistograms());
    block.flag("convert_classic_histograms_to_nhcb", global.convertClassicHistogramsToNhcb());
    block.flag("always_scrape_classic_histograms", global.alwaysScrapeClassicHistograms());
    block.put("extra_scrape_metrics", global.extraScrapeMetrics());
    return block;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> protocols(@Nullable Collection<ScrapeProtocol> protocols) {
    return protocols == null
        ? List.of()
        : protocols.stream().map(ScrapeProtocol::configName).toList();
  }

  private static void limits(Block block, ScrapeLimits limits) {
    block.size("body_size_limit", limits.bodyBytes());
    block.number("sample_limit", limits.samples());
    block.number("target_limit", limits.targets());
    block.number("label_limit", limits.labels());
    block.number("label_name_length_limit", limits.labelNameLength());
    block.number("label_value_length_limit", limits.labelValueLength());
    block.number("native_histogram_bucket_limit", limits.nativeHistogramBuckets());
    block.decimal("native_histogram_min_bucket_factor", limits.nativeHistogramMinBucketFactor());
    block.number("keep_dropped_targets", limits.keepDroppedTargets());
  }

  static Block job(ScrapeSettings job) {
    SampleSettings samples = job.samples();
    var block = new Block();
    block.put("job_name", job.jobName());
    block.flag("honor_labels", samples.honorLabels());
    block.put("honor_timestamps", samples.honorTimestamps());
    block.put("track_timestamps_staleness", samples.trackTimestampsStaleness());
    block.map("params", params(job.request().params()));
    block.duration("scrape_interval", job.scrapeInterval());
    block.duration("scrape_timeout", job.scrapeTimeout());
    block.list("scrape_protocols", protocols(job.request().protocols()));
    ScrapeProtocol fallback = job.request().fallbackProtocol();
    block.text("fallback_scrape_protocol", fallback == null ? "" : fallback.configName());
    block.put("scrape_native_histograms", samples.scrapeNativeHistograms());
    block.put("always_scrape_classic_histograms", samples.alwaysScrapeClassicHistograms());
    block.put("convert_classic_histograms_to_nhcb", samples.convertClassicHistogramsToNhcb());
    block.optional("scrape_failure_log_file", job.failureLogFile());
    block.text("metrics_path", job.request().metricsPath());
    block.text("scheme", job.request().scheme());
    block.put("enable_compression", job.request().enableCompression());
    limits(block, job.limits());
    block.text("metric_name_validation_scheme", lower(samples.nameValidation()));
    block.text("metric_name_escaping_scheme", job.request().escaping().configName());
    block.put("extra_scrape_metrics", samples.extraScrapeMetrics());
    client(block, job.client());
    block.list("relabel_configs", rules(job.relabelRules()));
    block.list("metric_relabel_configs", rules(job.metricRelabelRules()));
    discovery(block, job.discovery());
    return block;
  }

  private static void client(Block block, HttpClientSettings client) {
    if (client.basicAuth() != null) {
      var auth = client.basicAuth();
      var basic = new Block();
      if (auth.username().text() != null) {
        basic.put("username", auth.username().text().value());
      }
      basic.file("username_file", auth.username());
      basic.secret("password", auth.password()).file("password_file", auth.password());
      block.section("basic_auth", basic);
    }
    if (client.authorization() != null) {
      var auth = client.authorization();
      block.section(
          "authorization",
          new Block()
              .put("type", auth.type())
              .secret("credentials", auth.credentials())
              .file("credentials_file", auth.credentials()));
    }
    if (client.oauth2() != null) {
      block.section("oauth2", oauth2(client.oauth2()));
    }
    block.section("tls_config", tls(client.tls()));
    block.put("follow_redirects", client.followRedirects());
    block.put("enable_http2", client.enableHttp2());
    proxy(block, client.proxy());
    headers(block, client.httpHeaders());
  }

  /// Parameters of requests, those with the name of a secret hidden.
  private static Map<String, List<String>> params(Map<String, List<String>> params) {
    var shown = new TreeMap<String, List<String>>();
    params.forEach((name, values) ->
        shown.put(
            name,
            SecretNames.isSecret(name) ? values.stream().map(_ -> Block.SECRET).toList() : values));
    return shown;
  }

  private static Block oauth2(OAuth2 oauth2) {
    var jwt = oauth2.jwt();
    var block = new Block();
    block.text("client_id", oauth2.clientId());
    block.secret("client_secret", oauth2.clientSecret());
    block.file("client_secret_file", oauth2.clientSecret());
    block.text("client_certificate_key_id", jwt.certificateKeyId());
    block.secret("client_certificate_key", jwt.certificateKey());
    block.file("client_certificate_key_file", jwt.certificateKey());
    block.text("grant_type", oauth2.grantType());
    block.text("signature_algorithm", jwt.signatureAlgorithm());
    block.text("iss", jwt.issuer());
    block.text("audience", jwt.audience());
    block.map("claims", jwt.claims());
    block.list("scopes", oauth2.scopes());
    block.text("token_url", SecretUrls.shown(oauth2.tokenUrl()));
    var endpointParams = new TreeMap<String, String>();
    oauth2
        .endpointParams()
        .forEach((name, value) ->
            endpointParams.put(name, SecretNames.isSecret(name) ? Block.SECRET : value));
    block.map("endpoint_params", endpointParams);
    block.section("tls_config", tls(oauth2.tls()));
    proxy(block, oauth2.proxy());
    headers(block, oauth2.httpHeaders());
    return block;
  }

  /// Null when nothing differs from the defaults.
  private static @Nullable Block tls(TlsSettings tls) {
    if (tls.equals(TlsSettings.DEFAULTS)) {
      return null;
    }
    var block = new Block();
    if (tls.ca().text() != null) {
      block.put("ca", tls.ca().text().value());
    }
    if (tls.cert().text() != null) {
      block.put("cert", tls.cert().text().value());
    }
    block.secret("key", tls.key());
    block.file("ca_file", tls.ca()).file("cert_file", tls.cert()).file("key_file", tls.key());
    block.text("server_name", tls.serverName());
    block.put("insecure_skip_verify", tls.insecureSkipVerify());
    block.optional("min_version", tls.minVersion()).optional("max_version", tls.maxVersion());
    return block;
  }

  private static void proxy(Block block, ProxySettings proxy) {
    block.text("proxy_url", SecretUrls.shown(proxy.url()));
    block.text("no_proxy", proxy.noProxy());
    block.flag("proxy_from_environment", proxy.fromEnvironment());
    var headers = new TreeMap<String, List<String>>();
    proxy.connectHeaders().forEach((name, values) -> headers.put(name, Block.secrets(values)));
    block.map("proxy_connect_header", headers);
  }

  private static void headers(Block block, List<HeaderSettings> headers) {
    var map = new TreeMap<String, Object>();
    for (HeaderSettings header : headers) {
      map.put(
          header.name(),
          new Block()
              .list("values", header.values())
              .list("secrets", Block.secrets(header.secrets()))
              .list("files", header.files().stream().map(String::valueOf).toList())
              .fields());
    }
    block.map("http_headers", map);
  }

  static List<Map<String, Object>> rules(List<RelabelRule> rules) {
    var printed = new ArrayList<Map<String, Object>>();
    for (RelabelRule rule : rules) {
      var block = new Block();
      if (!rule.sourceLabels().isEmpty()) {
        block.put("source_labels", new Flow(rule.sourceLabels()));
      }
      block.put("separator", rule.separator());
      // One that is written is printed, also where it is the default.
      if (rule.regex() != RelabelRule.DEFAULT_REGEX) {
        block.put("regex", rule.regex().pattern());
      }
      if (rule.modulus() != 0) {
        block.put("modulus", new BigInteger(Long.toUnsignedString(rule.modulus())));
      }
      block.text("target_label", rule.targetLabel());
      block.put("replacement", rule.replacement());
      block.put("action", rule.action().toString());
      printed.add(block.fields());
    }
    return printed;
  }

  private static void discovery(Block block, List<DiscoverySettings> discovery) {
    var byKey = new TreeMap<String, List<Map<String, Object>>>();
    var groups = new ArrayList<Map<String, Object>>();
    for (DiscoverySettings settings : discovery) {
      switch (settings) {
        case StaticDiscoverySettings fixed ->
            fixed.groups().forEach(group -> groups.add(group(group)));
        case FileDiscoverySettings file ->
            add(
                byKey,
                "file_sd_configs",
                new Block()
                    .list("files", file.files())
                    .duration("refresh_interval", file.refreshInterval()));
        case HttpDiscoverySettings http -> {
          var entry = new Block();
          client(entry, http.client());
          entry.duration("refresh_interval", http.refreshInterval());
          add(byKey, "http_sd_configs", entry.put("url", SecretUrls.shown(http.written())));
        }
        case DnsDiscoverySettings dns ->
            add(
                byKey,
                "dns_sd_configs",
                new Block()
                    .list("names", dns.names())
                    .duration("refresh_interval", dns.refreshInterval())
                    .put("type", dns.type())
                    .put("port", (long) dns.port()));
        default ->
            throw new IllegalStateException("BUG: cannot print discovery " + settings.mechanism());
      }
    }
    byKey.forEach(block::list);
    block.list("static_configs", groups);
  }

  private static void add(Map<String, List<Map<String, Object>>> byKey, String key, Block entry) {
    byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(entry.fields());
  }

  private static Map<String, Object> group(TargetGroup group) {
    var block = new Block();
    block.put(
        "targets",
        group.targets().stream().map(target -> target.getOrEmpty("__address__")).toList());
    block.map("labels", labels(group.labels()));
    return block.fields();
  }

  private static Map<String, String> labels(Labels labels) {
    var map = new LinkedHashMap<String, String>();
    labels.forEach(map::put);
    return map;
  }

  static Block remoteWrite(RemoteWriteSettings entry, Block queue) {
    var block = new Block();
    block.put("url", SecretUrls.shown(entry.url()));
    block.duration("remote_timeout", entry.remoteTimeout());
    block.map("headers", Block.headers(entry.headers()));
    block.list("write_relabel_configs", rules(entry.writeRelabelRules()));
    if (!entry.hasGeneratedName()) {
      block.text("name", entry.name());
    }
    block.flag("send_exemplars", entry.sendExemplars());
    block.flag("send_native_histograms", entry.sendNativeHistograms());
    block.flag("round_robin_dns", entry.roundRobinDns());
    block.put("protobuf_message", entry.message().fullName());
    block.flag("failed_request_logging", entry.failedRequestLogging());
    client(block, entry.client());
    block.section("queue_config", queue);
    block.section(
        "metadata_config",
        new Block()
            .put("send", entry.metadata().send())
            .put("send_interval", Durations.format(entry.metadata().sendInterval()))
            .number("max_samples_per_send", entry.metadata().maxSamplesPerSend()));
    return block;
  }

  /// As it is in effect; a refusal to retry is printed, because it is not the default here.
  static Block queue(QueueSettings queue) {
    return queue(queue, queue.maxSamplesPerSend(), queue.retryOnHttp429())
        .put("retry_on_http_429", queue.retryOnHttp429());
  }

  static Block queue(QueueSettings queue, int maxSamplesPerSend, boolean retry) {
    return new Block()
        .number("capacity", queue.capacity())
        .number("max_shards", queue.maxShards())
        .number("min_shards", queue.minShards())
        .number("max_samples_per_send", maxSamplesPerSend)
        .duration("batch_send_deadline", queue.batchSendDeadline())
        .duration("min_backoff", queue.minBackoff())
        .duration("max_backoff", queue.maxBackoff())
        .flag("retry_on_http_429", retry)
        .duration("sample_age_limit", queue.sampleAgeLimit());
  }

  private static Block otlp(OtlpSettings otlp) {
    return new Block()
        .flag("promote_all_resource_attributes", otlp.promoteAllResourceAttributes())
        .list("promote_resource_attributes", otlp.promoteResourceAttributes())
        .list("ignore_resource_attributes", otlp.ignoreResourceAttributes())
        .put("translation_strategy", otlp.translationStrategy().configName())
        .flag("keep_identifying_resource_attributes", otlp.keepIdentifyingResourceAttributes())
        .flag("convert_histograms_to_nhcb", otlp.convertHistogramsToNhcb())
        .flag("promote_scope_metadata", otlp.promoteScopeMetadata())
        // Printed though false would be left out: the default is true.
        .put("label_name_underscore_sanitization", otlp.labelNameUnderscoreSanitization())
        .put(
            "label_name_preserve_multiple_underscores",
            otlp.labelNamePreserveMultipleUnderscores());
  }
}

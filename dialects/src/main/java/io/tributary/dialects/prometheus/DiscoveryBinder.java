package io.tributary.dialects.prometheus;

import io.tributary.base.text.Quoting;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Fields.Text;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpUrls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Binds the discovery mechanisms of a scrape job.
///
/// Source: prometheus `discovery/registry.go` and the packages of the mechanisms.
final class DiscoveryBinder {
  private static final Pattern FILE_PATTERN =
      Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)", Pattern.DOTALL);

  /// The mechanisms that Prometheus has and Tributary does not have yet.
  static final List<String> UNSUPPORTED =
      List.of(
          "aws",
          "azure",
          "consul",
          "digitalocean",
          "docker",
          "dockerswarm",
          "ec2",
          "ecs",
          "elasticache",
          "eureka",
          "gce",
          "hetzner",
          "ionos",
          "kubernetes",
          "kuma",
          "lightsail",
          "linode",
          "marathon",
          "msk",
          "nerve",
          "nomad",
          "oci",
          "openstack",
          "outscale",
          "ovhcloud",
          "puppetdb",
          "rds",
          "scaleway",
          "serverset",
          "stackit",
          "triton",
          "uyuni",
          "vultr");

  private final FileContext files;
  private final Refusals refusals;
  private final HttpClientBinder clients;

  DiscoveryBinder(FileContext files, Refusals refusals) {
    this.files = files;
    this.refusals = refusals;
    clients = new HttpClientBinder(files);
  }

  /// Static targets first, then file, HTTP and DNS. With `checkTargets`, static targets must look
  /// like hosts.
  List<DiscoverySettings> bind(Fields job, boolean checkTargets) {
    var settings = new ArrayList<DiscoverySettings>();
    List<TargetGroup> groups = staticGroups(job, checkTargets);
    if (!groups.isEmpty()) {
      settings.add(new StaticDiscoverySettings(groups));
    }
    for (Fields fields : sections(job, "file_sd_configs")) {
      settings.add(file(fields));
    }
    for (Fields fields : sections(job, "http_sd_configs")) {
      settings.add(http(fields));
    }
    for (Fields fields : sections(job, "dns_sd_configs")) {
      settings.add(dns(fields));
    }
    refuseUnsupported(job);
    return settings;
  }

  private static List<Fields> sections(Fields job, String key) {
    var sections = new ArrayList<Fields>();
    for (YamlNode item : job.items(key)) {
      if (Fields.isNull(item)) {
        job.document().error(item, "empty or null section in " + key);
        continue;
      }
      Fields fields = Fields.of(job.document(), item, key);
      if (fields != null) {
        sections.add(fields);
      }
    }
    return sections;
  }

  private void refuseUnsupported(Fields job) {
    for (String mechanism : UNSUPPORTED) {
      String key = mechanism + "_sd_configs";
      if (job.isSet(key) && !job.items(key).isEmpty()) {
        refusals.refuse(
            job.document(),
            job.key(key),
            key + ": discovery with " + mechanism + " is not supported yet",
            "supported are static_configs, file_sd_configs, http_sd_configs and dns_sd_configs");
      }
    }
  }

  private static List<TargetGroup> staticGroups(Fields job, boolean checkTargets) {
    var groups = new ArrayList<TargetGroup>();
    for (Fields fields : sections(job, "static_configs")) {
      var targets = new ArrayList<Labels>();
      for (YamlNode item : fields.items("targets")) {
        String address = fields.itemText("targets", item);
        if (address == null) {
          continue;
        }
        if (checkTargets && address.contains("/")) {
          fields
              .document()
              .error(
                  item,
                  Quoting.excerpt(address) + " is not a valid hostname",
                  "a target is host:port; scheme and path are fields of the job");
        }
        targets.add(new Labels.Builder().set("__address__", address).build());
      }
      groups.add(new TargetGroup(Integer.toString(groups.size()), targets, labels(fields)));
      fields.finish();
    }
    return groups;
  }

  private static Labels labels(Fields fields) {
    var labels = new Labels.Builder();
    for (Text label : fields.texts("labels")) {
      if (!NameValidation.UTF8.isValidLabelName(label.name())) {
        fields
            .document()
            .error(label.key(), Quoting.excerpt(label.name()) + " is not a valid label name");
      }
      labels.set(label.name(), label.text());
    }
    return labels.build();
  }

  private FileDiscoverySettings file(Fields fields) {
    List<String> patterns = fields.strings("files");
    if (patterns.isEmpty() && !fields.failed("files")) {
      fields.error("files", "file service discovery config must contain at least one path name");
    }
    for (String pattern : patterns) {
      if (!FILE_PATTERN.matcher(pattern).matches()) {
        fields.error(
            "files",
            "path name " + Quoting.excerpt(pattern) + " is not valid for file discovery",
            "expected a name that ends in .json, .yml or .yaml; * may stand in its last element"
                + " only");
      }
    }
    var settings =
        new FileDiscoverySettings(
            patterns.stream().map(files::resolvePattern).toList(),
            refreshInterval(fields, FileDiscoverySettings.DEFAULT_REFRESH_INTERVAL));
    fields.finish();
    return settings;
  }

  private HttpDiscoverySettings http(Fields fields) {
    String url =
        fields.parsed(
            "url",
            "",
            "",
            text -> text.isEmpty() ? "" : HttpUrls.parse(text, Set.of("http", "https")),
            "a URL such as https://host:port/path");
    if (url.isEmpty() && !fields.failed("url")) {
      fields.error("url", "URL is missing");
    }
    var settings =
        new HttpDiscoverySettings(
            url,
            url.isEmpty() ? "" : fields.string("url", ""),
            refreshInterval(fields, HttpDiscoverySettings.DEFAULT_REFRESH_INTERVAL),
            clients.bind(fields, HttpClientSettings.DEFAULTS));
    fields.finish();
    return settings;
  }

  private static DnsDiscoverySettings dns(Fields fields) {
    List<String> names = fields.strings("names");
    if (names.isEmpty() && !fields.failed("names")) {
      fields.error("names", "DNS-SD config must contain at least one SRV record name");
    }
    String written = fields.string("type", "SRV");
    String type = written.toUpperCase(Locale.ROOT);
    int port = fields.integer("port", 0);
    switch (type) {
      case "SRV" -> {}
      case "A", "AAAA", "MX", "NS" -> {
        if (port == 0 && !fields.failed("port")) {
          fields.error(
              "port", "a port is required in DNS-SD configs for all record types except SRV");
        }
      }
      default ->
          fields.error(
              "type", "invalid DNS-SD records type " + written, "expected SRV, A, AAAA, MX or NS");
    }
    if (port < 0 || port > 65_535) {
      fields.error("port", "invalid port " + port, "expected 1 to 65535");
    }
    var settings =
        new DnsDiscoverySettings(
            names,
            type,
            type.equals("SRV") ? 0 : port,
            refreshInterval(fields, DnsDiscoverySettings.DEFAULT_REFRESH_INTERVAL));
    fields.finish();
    return settings;
  }

  /// A written 0 would mean to refresh without pause; the original panics on it.
  private static Duration refreshInterval(Fields fields, Duration fallback) {
    var interval = fields.duration("refresh_interval", fallback);
    if (!interval.isPositive()) {
      fields.error("refresh_interval", "refresh_interval must be positive");
      return fallback;
    }
    return interval;
  }
}

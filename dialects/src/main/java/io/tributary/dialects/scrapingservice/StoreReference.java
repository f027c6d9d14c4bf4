package io.tributary.dialects.scrapingservice;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Diagnostic;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.StoreSettings.Etcd;
import io.tributary.cluster.store.StoreSettings.Kind;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Findings;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlDocument.ExpansionException;
import io.tributary.dialects.yaml.YamlLimits;
import io.tributary.dialects.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A store that is named on a command line: by a URL, or by a file with the fields of `kvstore`.
///
/// ```
/// etcd://HOST:PORT[,HOST:PORT…][/PREFIX]     consul://HOST:PORT[/PREFIX]     PATH
/// ```
public final class StoreReference {
  /// What is put before all keys unless another prefix is given.
  public static final String PREFIX = "tributary/";

  private static final String ETCD = "etcd://";
  private static final String CONSUL = "consul://";
  private static final long MAX_BYTES = 1 << 20;

  private StoreReference() {}

  /// Throws [ConfigException] with all that is wrong.
  public static StoreSettings read(String text) {
    boolean isKnown = text.startsWith(ETCD) || text.startsWith(CONSUL);
    if (!isKnown && text.contains("://")) {
      // Not shown: there may be a password in it.
      throw new ConfigException("cannot use the store: want etcd://…, consul://… or a file");
    }
    StoreSettings settings = isKnown ? ofUrl(text) : ofFile(text);
    if (settings.uses(Kind.INMEMORY)) {
      throw new ConfigException(
          "cannot use the store inmemory: it is shared with no other process; use etcd or consul");
    }
    if (!settings.problems().isEmpty()) {
      String problems =
          settings.problems().stream()
              .map(StoreSettings.Problem::toString)
              .collect(Collectors.joining("; "));
      throw new ConfigException("cannot use the store: " + problems);
    }
    return settings;
  }

  private static StoreSettings ofUrl(String url) {
    String rest = url.substring(url.indexOf("://") + 3);
    int slash = rest.indexOf('/');
    String hosts = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    if (hosts.indexOf('@') >= 0) {
      throw new ConfigException(
          "cannot use a store with a name or password in its URL, which anybody on this host can"
              + " read: give a file");
    }
    if (hosts.isEmpty() || hosts.startsWith(",") || hosts.endsWith(",")) {
      throw new ConfigException("cannot use \"" + url + "\": it names no host:port");
    }
    if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      throw new ConfigException(
          "cannot use \"" + url + "\": a URL has no other settings than a prefix; give a file");
    }
    String prefix = path.isEmpty() ? PREFIX : path.endsWith("/") ? path : path + "/";
    return url.startsWith(ETCD) ? etcd(hosts, prefix) : consul(hosts, prefix);
  }

  private static StoreSettings etcd(String hosts, String prefix) {
    Etcd usual = Etcd.DEFAULTS;
    var etcd =
        new Etcd(
            Arrays.asList(hosts.split(",")),
            usual.dialTimeout(),
            usual.attempts(),
            usual.tls(),
            usual.username(),
            usual.password());
    StoreSettings all = StoreSettings.DEFAULTS;
    return new StoreSettings(Kind.ETCD, prefix, all.consul(), etcd, all.multi());
  }

  private static StoreSettings consul(String host, String prefix) {
    if (host.indexOf(',') >= 0) {
      throw new ConfigException(
          "cannot use \""
              + host
              + "\": Consul is asked at one host:port, as a rule its agent here");
    }
    StoreSettings all = StoreSettings.DEFAULTS;
    StoreSettings.Consul usual = all.consul();
    var consul =
        new StoreSettings.Consul(
            host,
            usual.aclToken(),
            usual.clientTimeout(),
            usual.consistentReads(),
            usual.watchesPerSecond(),
            usual.watchBurst(),
            usual.casRetryDelay());
    return new StoreSettings(Kind.CONSUL, prefix, consul, all.etcd(), all.multi());
  }

  private static StoreSettings ofFile(String path) {
    var findings = new Findings();
    YamlDocument document =
        YamlDocument.parse(SourceText.read(Path.of(path), MAX_BYTES), YamlLimits.DEFAULT, findings);
    YamlNode root = document.root();
    StoreSettings settings = StoreSettings.DEFAULTS.withPrefix(PREFIX);
    try {
      Fields fields = root == null ? null : Fields.of(document, root, "kvstore");
      if (fields != null) {
        settings = new StoreBinder(new FlaggedFields(fields, Map.of()), settings, true).bind();
      }
    } catch (ExpansionException e) {
      e.report();
    }
    List<Diagnostic> errors = findings.list().stream().filter(Diagnostic::isError).toList();
    if (!errors.isEmpty()) {
      throw new ConfigException(
          "cannot read the store: "
              + errors.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    }
    if (root == null) {
      throw new ConfigException("cannot read the store: " + path + " is empty");
    }
    return settings;
  }
}

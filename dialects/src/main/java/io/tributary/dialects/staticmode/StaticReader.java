package io.tributary.dialects.staticmode;

import io.tributary.base.bytes.Digests;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.LoadOptions.Version;
import io.tributary.dialects.prometheus.SharedSections;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Findings;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlDocument.ExpansionException;
import io.tributary.dialects.yaml.YamlLimits;
import io.tributary.dialects.yaml.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one file, once.
///
/// Source: grafana/agent `static/config/config.go`, Config.
final class StaticReader {
  private final String name;
  private final byte[] bytes;
  private final StaticOptions options;
  private final Refused refused;
  private final boolean isStrict;
  private final Findings findings = new Findings();

  StaticReader(String name, byte[] bytes, StaticOptions options, Refused refused) {
    this.name = name;
    this.bytes = bytes.clone();
    this.options = options;
    this.refused = refused;
    isStrict = refused.isStrict();
  }

  StaticConfig.Result read() {
    StaticConfig config = null;
    ConfigText text =
        ConfigText.read(
            name, bytes, options.expandsEnvironment(), options.environment(), findings::add);
    try {
      YamlDocument document =
          text == null
              ? null
              : YamlDocument.parse(text.text(), text.relocation(), YamlLimits.DEFAULT, findings);
      if (document != null && document.isReadable()) {
        Fields top = top(document);
        config = top == null ? null : bind(top);
      }
    } catch (ExpansionException e) {
      e.report();
    }
    return new StaticConfig.Result(findings.hasErrors() ? null : config, findings.list());
  }

  private static @Nullable Fields top(YamlDocument document) {
    YamlNode root = document.root();
    return root == null || Fields.isNull(root)
        ? nothing(document, "Config")
        : Fields.of(document, root, "Config");
  }

  /// The fields of a section that is not there.
  private static Fields nothing(YamlDocument document, String type) {
    return new Fields(document, new YamlNode.Mapping(1, 1, List.of()), type);
  }

  private StaticConfig bind(Fields top) {
    var shared =
        new LoadOptions(options.environment(), false, options.extraScrapeMetrics(), Version.TWO);
    SharedSections sections =
        isStrict ? SharedSections.strict(shared) : SharedSections.lenient(shared);
    ServerSettings server =
        new ServerBinder(options.listener().usesTls(), options.grpc().usesTls()).bind(top);
    MetricsSettings metrics =
        new MetricsBinder(sections, options, refused).bind(section(top, "metrics", "prometheus"));
    IntegrationsSettings integrations =
        new IntegrationsBinder(sections, metrics, refused)
            .bind(section(top, "integrations", "integrations"));
    refuse(top, "logs", "loki");
    refuse(top, "traces", "tempo");
    agentManagement(top);
    top.finish();
    return new StaticConfig(server, metrics, integrations, Digests.hex(Digests.sha256(), bytes));
  }

  /// The section `key` or, with a warning, that of the name that it had before.
  private static Fields section(Fields top, String key, String formerKey) {
    noteFormer(top, key, formerKey);
    Fields fields = top.section(key, key);
    Fields former = key.equals(formerKey) ? null : top.section(formerKey, key);
    if (fields != null) {
      return fields;
    }
    return former != null ? former : nothing(top.document(), key);
  }

  private static void noteFormer(Fields top, String key, String formerKey) {
    if (key.equals(formerKey) || !top.isSet(formerKey)) {
      return;
    }
    if (top.isSet(key)) {
      top.document()
          .error(
              top.key(formerKey),
              "at most one of " + formerKey + " and " + key + " should be specified");
    } else {
      top.document()
          .warning(
              top.key(formerKey),
              "`" + formerKey + "` has been deprecated in favor of `" + key + "`",
              null);
    }
  }

  private void refuse(Fields top, String key, String formerKey) {
    noteFormer(top, key, formerKey);
    for (String written : List.of(key, formerKey)) {
      if (top.isSet(written)) {
        refused.config(
            top, written, key, "section is not supported yet; metrics and integrations are");
      }
    }
  }

  private void agentManagement(Fields top) {
    if (!top.isSet("agent_management")) {
      return;
    }
    if (isStrict) {
      top.document()
          .warning(
              top.key("agent_management"),
              "agent_management has no effect without -enable-features=agent-management, which is"
                  + " not supported",
              null);
    } else {
      refused.config(top, "agent_management", "agent_management", "");
    }
  }
}

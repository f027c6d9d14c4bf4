package io.tributary.dialects.prometheus;

import io.tributary.base.config.Suggestions;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Binds `scrape_protocols` and `fallback_scrape_protocol`.
final class ScrapeProtocols {
  private static final List<String> NAMES =
      Arrays.stream(ScrapeProtocol.values()).map(ScrapeProtocol::configName).sorted().toList();

  private ScrapeProtocols() {}

  /// Null when nothing is configured. `where` ends the messages.
  static @Nullable List<ScrapeProtocol> list(Fields fields, String where) {
    if (!fields.isSet("scrape_protocols")) {
      return null;
    }
    List<YamlNode> items = fields.items("scrape_protocols");
    if (items.isEmpty() && !fields.failed("scrape_protocols")) {
      fields.error("scrape_protocols", "scrape_protocols cannot be empty" + where);
    }
    var protocols = new ArrayList<ScrapeProtocol>();
    var seen = new HashSet<String>();
    for (YamlNode item : items) {
      String name = fields.itemText("scrape_protocols", item);
      if (name == null) {
        continue;
      }
      var protocol = ScrapeProtocol.named(name);
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        fields
            .document()
            .error(
                item, "duplicated protocol in scrape_protocols, got " + all(fields, items) + where);
      } else if (protocol.isEmpty()) {
        fields.document().error(item, "scrape_protocols: " + unknown(name) + where, hint(name));
      } else {
        protocols.add(protocol.get());
      }
    }
    return protocols;
  }

  private static String all(Fields fields, List<YamlNode> items) {
    var names = new ArrayList<String>();
    for (YamlNode item : items) {
      names.add(String.valueOf(fields.itemText("scrape_protocols", item)));
    }
    return "[" + String.join(" ", names) + "]";
  }

  /// `usual` where nothing is written.
  static @Nullable ScrapeProtocol fallback(
      Fields fields, String job, @Nullable ScrapeProtocol usual) {
    String name = fields.string("fallback_scrape_protocol", "");
    if (name.isEmpty()) {
      return usual;
    }
    var protocol = ScrapeProtocol.named(name);
    if (protocol.isEmpty()) {
      fields.error(
          "fallback_scrape_protocol",
          "invalid fallback_scrape_protocol for scrape config with job name \""
              + job
              + "\": "
              + unknown(name),
          hint(name));
    }
    return protocol.orElse(null);
  }

  private static String unknown(String name) {
    return "unknown scrape protocol " + name + ", supported: [" + String.join(" ", NAMES) + "]";
  }

  private static @Nullable String hint(String name) {
    return Suggestions.nearest(name, NAMES)
        .map(near -> "did you mean \"" + near + "\"? Case matters")
        .orElse(null);
  }
}

package io.tributary.dialects.instance;

import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import java.util.Set;

/// Finds what in a configuration would read or write files of the host that it runs on: whoever may
/// write configurations need not be one who may read those.
///
/// Every key is looked at that ends in `_file` or `_file_path` or is known to name one, wherever it
/// stands, so that nothing slips through in a part that did not exist when this was written. The
/// original looks at a list of fields, which lacks those of OAuth2 and `file_sd_configs`, and
/// refuses discovery mechanisms that are not on another list.
///
/// Source: grafana/agent `static/metrics/cluster/validation.go`.
final class FileReferences {
  private static final String UNLESS = " must be empty unless dangerous_allow_reading_files is set";

  /// Keys that name files and have another end.
  private static final Set<String> OTHERS = Set.of("file_sd_configs", "files");

  /// Below these, keys are the user's.
  private static final Set<String> FREE =
      Set.of("params", "labels", "headers", "endpoint_params", "claims", "proxy_connect_header");

  private final YamlDocument document;

  private FileReferences(YamlDocument document) {
    this.document = document;
  }

  /// Reports all of them.
  static void refuse(YamlDocument document, Mapping root) {
    var references = new FileReferences(document);
    for (Entry entry : root.entries()) {
      String key = text(entry.key());
      if (entry.value() instanceof Sequence list) {
        for (int i = 0; i < list.items().size(); i++) {
          references.item(key, i, list.items().get(i));
        }
      }
    }
  }

  private void item(String key, int index, YamlNode item) {
    if (!key.equals("scrape_configs")) {
      String where = "failed to validate " + key + " at index " + index + ": ";
      look(item, where);
      return;
    }
    String job = "scrape_config at index " + index + ": ";
    if (item instanceof Mapping mapping) {
      mapping.entries().forEach(entry -> part(entry, job));
    }
  }

  private void part(Entry entry, String job) {
    String key = text(entry.key());
    if (key.endsWith("_sd_configs")
        && !OTHERS.contains(key)
        && entry.value() instanceof Sequence list) {
      for (int i = 0; i < list.items().size(); i++) {
        String where = "failed to validate service discovery at index " + i + " within " + job;
        look(list.items().get(i), where);
      }
    } else {
      look(entry, "failed to validate " + job);
    }
  }

  private void look(YamlNode node, String where) {
    switch (node) {
      case Mapping mapping -> mapping.entries().forEach(entry -> look(entry, where));
      case Sequence sequence -> sequence.items().forEach(item -> look(item, where));
      case Scalar _ -> {}
    }
  }

  private void look(Entry entry, String where) {
    String key = text(entry.key());
    if (key.equals("labels")) {
      labels(entry.value(), where);
    }
    if (FREE.contains(key)) {
      return;
    }
    if (key.equals("http_headers")) {
      headers(entry.value(), where);
    } else if (namesFile(key) && isSet(entry.value())) {
      document.error(entry.key(), where + key + UNLESS);
    } else {
      look(entry.value(), where);
    }
  }

  private static boolean namesFile(String key) {
    return key.endsWith("_file") || key.endsWith("_file_path") || OTHERS.contains(key);
  }

  /// A socket is a file, too. What relabelling makes of labels is seen when it has.
  private void labels(YamlNode node, String where) {
    if (node instanceof Mapping mapping) {
      for (Entry label : mapping.entries()) {
        if (text(label.key()).equals(Instance.SOCKET) && isSet(label.value())) {
          document.error(label.key(), where + Instance.SOCKET + UNLESS);
        }
      }
    }
  }

  /// Headers of any name, each with `values`, `secrets` and `files`.
  private void headers(YamlNode node, String where) {
    if (node instanceof Mapping mapping) {
      mapping.entries().forEach(header -> look(header.value(), where));
    }
  }

  private static boolean isSet(YamlNode value) {
    return switch (value) {
      case Scalar scalar -> !Fields.isNull(scalar) && !scalar.text().isEmpty();
      case Sequence sequence -> !sequence.items().isEmpty();
      case Mapping mapping -> !mapping.entries().isEmpty();
    };
  }

  private static String text(YamlNode key) {
    return key instanceof Scalar scalar ? scalar.text() : "";
  }
}

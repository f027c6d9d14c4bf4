package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.SourcePosition;
import io.tributary.dialects.yaml.Findings;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlLimits;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The files that a configuration makes the agent read while it runs, with the places where they
/// are named.
public final class ReferencedFiles {
  private static final Set<String> SINGLE =
      Set.of(
          "ca_file",
          "cert_file",
          "key_file",
          "credentials_file",
          "username_file",
          "password_file",
          "bearer_token_file",
          "client_secret_file",
          "client_certificate_key_file");

  /// Mappings whose keys are not fields.
  private static final Set<String> FREE = Set.of("labels", "external_labels", "params", "headers");

  /// The key of a list of names: patterns in file discovery, plain files in a header.
  private static final String MANY = "files";

  private final FileContext context;
  private final YamlDocument document;
  private final List<Reference> found = new ArrayList<>();
  private final Set<YamlNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<YamlNode> seenInDiscovery = Collections.newSetFromMap(new IdentityHashMap<>());

  /// @param key the field that names it
  /// @param path resolved, and a pattern with `*` where `isPattern`
  public record Reference(String key, String path, boolean isPattern, SourcePosition position) {}

  private ReferencedFiles(FileContext context, YamlDocument document) {
    this.context = context;
    this.document = document;
  }

  /// Over all files of a configuration that was loaded; relative paths are seen from the directory
  /// of the file that names them.
  public static List<Reference> of(List<Path> sourceFiles) {
    return sourceFiles.stream().flatMap(file -> in(file, FileContext.of(file)).stream()).toList();
  }

  /// Over an `agent.yaml`, whose keys are the same and whose relative paths are seen from the
  /// working directory.
  public static List<Reference> ofStaticMode(Path file) {
    return in(file, SharedSections.FILES);
  }

  private static List<Reference> in(Path file, FileContext context) {
    try {
      SourceText source = SourceText.read(file, YamlLimits.DEFAULT.bytes());
      YamlDocument document = YamlDocument.parse(source, YamlLimits.DEFAULT, new Findings());
      YamlNode root = document.root();
      var search = new ReferencedFiles(context, document);
      if (root != null) {
        search.visit(root, false);
      }
      return search.found;
    } catch (ConfigException _) {
      // It was read a moment ago and is gone now: whoever loads it again will say so.
      return List.of();
    }
  }

  private void visit(YamlNode node, boolean inFileDiscovery) {
    // What aliases repeat names the same files at the same places.
    if (!(inFileDiscovery ? seenInDiscovery : seen).add(node)) {
      return;
    }
    switch (node) {
      case Mapping mapping -> mapping.entries().forEach(entry -> entry(entry, inFileDiscovery));
      case Sequence sequence -> sequence.items().forEach(item -> visit(item, inFileDiscovery));
      case Scalar _ -> {}
    }
  }

  private void entry(Entry entry, boolean inFileDiscovery) {
    String key = entry.key() instanceof Scalar scalar ? scalar.text() : "";
    if (SINGLE.contains(key) && entry.value() instanceof Scalar value) {
      add(key, value, false);
    } else if (key.equals(MANY) && entry.value() instanceof Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof Scalar value) {
          add(key, value, inFileDiscovery);
        }
      }
    } else if (!FREE.contains(key)) {
      visit(entry.value(), key.equals("file_sd_configs") || inFileDiscovery);
    }
  }

  private void add(String key, Scalar value, boolean isPattern) {
    var position = new SourcePosition(document.file(), value.line(), value.column());
    if (isPattern) {
      found.add(new Reference(key, context.resolvePattern(value.text()), true, position));
    } else {
      Path path = context.resolve(value.text());
      if (path != null) {
        found.add(new Reference(key, path.toString(), false, position));
      }
    }
  }
}

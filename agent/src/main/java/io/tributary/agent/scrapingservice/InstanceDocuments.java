package io.tributary.agent.scrapingservice;

import io.tributary.cluster.configs.DocumentCheck;
import io.tributary.dialects.instance.InstanceDocument;
import io.tributary.dialects.instance.InstanceModule;
import io.tributary.dialects.instance.InstanceReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Configurations of the store, read by the terms of this agent. Thread-safe.
///
/// @param any reads what others have stored already, files or not
record InstanceDocuments(InstanceReader reader, InstanceReader any, boolean shares)
    implements Document.Reader {
  /// Throws [io.tributary.base.config.ConfigException] where the terms are wrong.
  static InstanceDocuments of(ScrapingServiceArguments arguments) {
    String global = arguments.global().value();
    return new InstanceDocuments(
        InstanceReader.of(global, arguments.service().readsFiles(), arguments.extraScrapeMetrics()),
        InstanceReader.of(global, true, false),
        arguments.sharesInstances());
  }

  @Override
  public Document read(String name, byte[] yaml) {
    InstanceModule module = reader.read(name, yaml).orThrow().module(shares);
    return new Document(module.group(), shares, module.groupBody(), module.body());
  }

  /// For one that is to be stored.
  DocumentCheck.Document check(String name, byte[] yaml) {
    InstanceDocument document = reader.read(name, yaml).orThrow();
    return new DocumentCheck.Document(
        document.canonicalYaml().getBytes(StandardCharsets.UTF_8), document.jobNames());
  }

  /// The names of the jobs of one that is stored, also where it is not sound by the terms of this
  /// agent: by those of another one it may be.
  Set<String> jobs(byte[] yaml) {
    return InstanceReader.jobNames(yaml);
  }

  /// Secrets hidden.
  String masked(String name, byte[] yaml) {
    return any.read(name, yaml).orThrow().maskedYaml();
  }
}

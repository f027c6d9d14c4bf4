package io.tributary.dialects.prometheus;

import io.tributary.base.bytes.Digests;
import io.tributary.base.config.ConfigException;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.YamlLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Tells whether the files of a configuration changed: the SHA-256 over names and contents of the
/// main file and of everything that `scrape_config_files` matches. Files that are read at each use
/// (targets, certificates, passwords) are not part of it.
public final class ConfigChecksum {
  private final MessageDigest digest = Digests.sha256();

  /// The checksum of what is on disk now. A configuration that is unreadable or broken has one too,
  /// so that the reload which reports it is tried once, not at every look.
  public static String of(Path mainFile) {
    return new ConfigLoader(mainFile, LoadOptions.of(_ -> null)).checksum();
  }

  void add(Path file) {
    try {
      add(SourceText.read(file, YamlLimits.DEFAULT.bytes()));
    } catch (ConfigException e) {
      addText(String.valueOf(e.getMessage()));
    }
  }

  void add(SourceText source) {
    addText(source.name());
    source.digest(digest);
  }

  void addText(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  String value() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

package io.tributary.runtime.source;

import io.tributary.base.bytes.Digests;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of one configuration, in the order of their names; together they are one unit.
/// `modulePath` is what `module_path` stands for in them.
public record Source(String modulePath, List<SourceFile> files) {
  public Source {
    files = files.stream().sorted(Comparator.comparing(SourceFile::name)).toList();
  }

  public static Source of(String modulePath, SourceFile... files) {
    return new Source(modulePath, List.of(files));
  }

  /// The texts by name, as diagnostics are printed with them.
  public Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    files.forEach(file -> texts.put(file.name(), file.text()));
    return texts;
  }

  /// SHA-256 over the files in their order, hexadecimal.
  public String sha256() {
    MessageDigest digest = Digests.sha256();
    files.forEach(file -> digest.update(file.content()));
    return HexFormat.of().formatHex(digest.digest());
  }
}

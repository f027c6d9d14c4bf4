package io.tributary.agent.explain;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.FileGlob;
import io.tributary.base.disk.IoReason;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.groups.JsonGroups;
import io.tributary.discovery.groups.YamlGroups;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the files of file discovery hold now, read once.
///
/// @param problems files that cannot be read or understood, patterns that are none
/// @param unmatched says for which patterns there is no file
public record TargetFiles(List<TargetGroup> groups, List<String> problems, List<String> unmatched) {
  private static final String PATH_LABEL = "__meta_filepath";

  public TargetFiles {
    groups = List.copyOf(groups);
    problems = List.copyOf(problems);
    unmatched = List.copyOf(unmatched);
  }

  /// Reads all files that `patterns` match.
  public static TargetFiles read(List<String> patterns) {
    var groups = new ArrayList<TargetGroup>();
    var problems = new ArrayList<String>();
    var unmatched = new ArrayList<String>();
    for (String pattern : patterns) {
      try {
        List<String> files = FileGlob.find(pattern);
        if (files.isEmpty()) {
          unmatched.add("no file matches " + pattern);
        }
        files.forEach(file -> read(file, groups, problems));
      } catch (ConfigException | InvalidPathException e) {
        problems.add("cannot look for " + pattern + ": " + e.getMessage());
      }
    }
    return new TargetFiles(groups, problems, unmatched);
  }

  private static void read(String file, List<TargetGroup> groups, List<String> problems) {
    int most = DiscoveryLimits.DEFAULTS.maxTargets();
    try {
      byte[] content = content(Path.of(file));
      groups.addAll(
          file.toLowerCase(Locale.ROOT).endsWith(".json")
              ? JsonGroups.read(content, file, PATH_LABEL, most)
              : YamlGroups.read(content, file, PATH_LABEL, most));
    } catch (IOException e) {
      problems.add("cannot read targets from " + file + ": " + IoReason.of(e));
    }
  }

  private static byte[] content(Path path) throws IOException {
    int most = DiscoveryLimits.DEFAULTS.maxBodyBytes();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new IOException("larger than " + most + " bytes");
      }
      return content;
    }
  }
}

package io.tributary.exporters.unix.textfile;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.FileGlob;
import io.tributary.exporters.page.Families;
import io.tributary.exporters.page.Sample;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Tree;
import io.tributary.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What lies in files `*.prom` of a folder, or of the folders that a pattern names.
///
/// A file with an error is left out whole and `node_textfile_scrape_error` is 1; the others count.
/// A file with timestamps is one with an error: what is in it would look fresh for ever.
public final class TextfileCollector implements Collector {
  private static final Logger LOG = LoggerFactory.getLogger(TextfileCollector.class);
  private static final String SUFFIX = ".prom";

  private final String directory;

  /// Files whose error was told, with the words: the same is told once.
  private final Map<String, String> told = new TreeMap<>();

  /// `directory` may be a pattern, or empty for none.
  public TextfileCollector(String directory) {
    this.directory = directory;
  }

  @Override
  public void collect(Families out) throws IOException {
    var read = new LinkedHashMap<String, TextFile>();
    boolean failed = false;
    for (String folder : folders()) {
      try {
        for (String name : new Tree(Path.of(folder)).names("")) {
          if (name.endsWith(SUFFIX)) {
            failed |= !read(Path.of(folder, name), read);
          }
        }
      } catch (IOException e) {
        failed = true;
        tell(folder, e);
      }
    }
    add(out, read);
    out.gauge(
        "node_textfile_scrape_error",
        "1 if there was an error opening or reading a file, 0 otherwise",
        failed ? 1 : 0);
  }

  private List<String> folders() {
    if (directory.isEmpty()) {
      return List.of();
    }
    try {
      List<String> found = FileGlob.find(directory);
      return found.isEmpty() ? List.of(directory) : found;
    } catch (ConfigException _) {
      return List.of(directory); // No pattern, then: a name with odd characters.
    }
  }

  private boolean read(Path file, Map<String, TextFile> read) {
    try {
      read.put(file.toString(), TextFile.read(file));
      told.remove(file.toString());
      return true;
    } catch (IOException | WireException e) {
      tell(file.toString(), e);
      return false;
    }
  }

  private void tell(String what, Exception e) {
    String words = String.valueOf(e.getMessage());
    if (!words.equals(told.put(what, words))) {
      LOG.warn("cannot read metrics from {}: {}", what, words);
    }
  }

  private static void add(Families out, Map<String, TextFile> files) throws IOException {
    var sources = new TreeMap<String, List<String>>();
    files.forEach((path, file) ->
        file.families()
            .forEach((name, _) -> sources.computeIfAbsent(name, _ -> new ArrayList<>()).add(path)));
    for (var file : files.entrySet()) {
      file.getValue()
          .families()
          .forEach((name, family) -> {
            String given = family.help();
            String help =
                given == null
                    ? "Metric read from " + String.join(", ", sources.getOrDefault(name, List.of()))
                    : given;
            for (Sample sample : family.samples()) {
              out.add(name, family.type(), help, sample);
            }
          });
      out.gauge(
          "node_textfile_mtime_seconds",
          "Unixtime mtime of textfiles successfully read.",
          (double) Files.getLastModifiedTime(Path.of(file.getKey())).to(TimeUnit.SECONDS),
          "file",
          file.getKey());
    }
  }
}

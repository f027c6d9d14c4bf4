package io.tributary.exporters.unix.host;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.page.MetricFamily;
import io.tributary.exporters.page.TextPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A host made of files below a temporary folder: `proc`, `sys`, `rootfs`, `udev`.
///
/// The parts of one that has everything are resources beside this class. A part is a text of files:
/// `=== path` or `=== path -> target of a link`, and the content.
public final class FakeHost {
  /// All parts there are.
  public static final List<String> PARTS = List.of("cpu", "kernel", "net", "disk", "hardware");

  private static final String HEADING = "=== ";

  private final Path root;

  private FakeHost(Path root) {
    this.root = root;
    for (String folder : List.of("proc", "sys", "rootfs", "udev")) {
      try {
        Files.createDirectories(root.resolve(folder));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// A host with nothing but its roots.
  public static FakeHost empty(Path root) {
    return new FakeHost(root);
  }

  /// A host with the named parts.
  public static FakeHost with(Path root, String... parts) {
    var host = new FakeHost(root);
    for (String part : parts) {
      host.unpack(resource(part));
    }
    return host;
  }

  /// Adds the files of `text`.
  public FakeHost unpack(String text) {
    for (String entry : text.split("(?m)^" + HEADING)) {
      if (!entry.isEmpty()) {
        int end = entry.indexOf('\n');
        add(entry.substring(0, end), entry.substring(end + 1));
      }
    }
    return this;
  }

  /// Adds one file.
  public FakeHost file(String name, String content) {
    add(name, content);
    return this;
  }

  public Tree proc() {
    return new Tree(root.resolve("proc"));
  }

  public Tree sys() {
    return new Tree(root.resolve("sys"));
  }

  public Tree rootfs() {
    return new Tree(root.resolve("rootfs"));
  }

  public Tree udev() {
    return new Tree(root.resolve("udev"));
  }

  /// The lines of samples that a collector adds.
  public static List<String> samples(Collector collector) throws IOException {
    var out = new Families();
    collector.collect(out);
    return samples(out.families());
  }

  /// The lines of the samples of `families`.
  public static List<String> samples(List<MetricFamily> families) {
    return new String(TextPage.of(families), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private void add(String heading, String content) {
    try {
      int arrow = heading.indexOf(" -> ");
      Path file = root.resolve(arrow < 0 ? heading : heading.substring(0, arrow));
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (arrow < 0) {
        Files.writeString(file, content);
      } else {
        Files.createSymbolicLink(file, Path.of(heading.substring(arrow + " -> ".length())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String part) {
    try (InputStream in = FakeHost.class.getResourceAsStream(part + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("no part " + part);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

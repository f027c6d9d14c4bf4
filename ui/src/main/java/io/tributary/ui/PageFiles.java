package io.tributary.ui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of the page, as the build left them: each as it is, and compressed by gzip.
///
/// Read from the jar at each request: the agent keeps no copy of a page that is rarely looked at.
public final class PageFiles {
  private static final String FOLDER = "page/";

  private final Set<String> names;

  private PageFiles(Set<String> names) {
    this.names = names;
  }

  /// Empty where the page was not built.
  public static Optional<PageFiles> find() throws IOException {
    try (var list = PageFiles.class.getResourceAsStream(FOLDER + "files.txt")) {
      if (list == null) {
        return Optional.empty();
      }
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(new PageFiles(text.lines().collect(Collectors.toUnmodifiableSet())));
    }
  }

  /// Relative paths, with `/`; the first document is `index.html`.
  public Set<String> names() {
    return names;
  }

  public byte[] plain(String name) throws IOException {
    return read(name, name);
  }

  public byte[] compressed(String name) throws IOException {
    return read(name, name + ".gz");
  }

  private byte[] read(String name, String file) throws IOException {
    // Only what the build listed: no name from outside reaches the class loader.
    if (!names.contains(name)) {
      throw new IllegalArgumentException("not a file of the page: " + name);
    }
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IOException("the page's file " + file + " is missing from the jar");
      }
      return in.readAllBytes();
    }
  }
}

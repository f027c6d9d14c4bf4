package io.tributary.agent;

import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that the tests run in.
public final class Checkout {
  private Checkout() {}

  /// A file or a folder by its path from the root.
  public static Path file(String path) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(path))) {
        return at.resolve(path);
      }
    }
    throw new IllegalStateException("no " + path + " from " + Path.of("").toAbsolutePath());
  }
}

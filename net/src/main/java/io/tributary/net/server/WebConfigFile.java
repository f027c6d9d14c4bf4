package io.tributary.net.server;

import java.io.IOException;
import java.nio.file.Path;

/// A web configuration in a file, which is read each time and parsed when its text has changed.
/// Thread-safe.
final class WebConfigFile implements WebConfigSource {
  private final Path file;

  // Guarded by this.
  private String text;
  private WebConfig config;

  /// Checks the file and the certificates that it names.
  WebConfigFile(Path file) throws IOException {
    this.file = file;
    text = WebConfig.read(file); // First: what changes in between is noticed by the next request.
    config = WebConfig.load(file);
  }

  @Override
  public synchronized WebConfig current() throws IOException {
    String now = WebConfig.read(file);
    if (!now.equals(text)) {
      config = WebConfig.parse(file, now);
      text = now;
    }
    return config;
  }
}

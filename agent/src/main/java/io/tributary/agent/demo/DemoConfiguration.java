package io.tributary.agent.demo;

import io.tributary.agent.process.Configuration;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The River file of the demo; in the end without what scrapes.
final class DemoConfiguration implements Configuration {
  private static final String RESOURCE = "demo.river";

  /// Behind this line of the file comes what scrapes.
  private static final String SCRAPES = "// What is scraped.";

  private final Path file;

  private DemoConfiguration(Path file) {
    this.file = file;
  }

  /// Writes the file into `folder`, for an agent that listens on `port`.
  static DemoConfiguration write(Path folder, int port) throws IOException {
    Path file = folder.resolve(RESOURCE);
    Files.writeString(file, resource().replace("PORT", Integer.toString(port)));
    return new DemoConfiguration(file);
  }

  private static String resource() throws IOException {
    try (InputStream in = DemoConfiguration.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("the configuration of the demo is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Leaves what has been scraped to be sent; a reload is due.
  void stopScraping() throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf(SCRAPES)));
  }

  @Override
  public Source read() throws IOException {
    return SourceReader.read(file);
  }

  @Override
  public String name() {
    return file.toString();
  }
}

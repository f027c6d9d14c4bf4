package io.tributary.agent.process;

import io.tributary.base.disk.IoReason;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// What `run FILE|DIR` names.
public record RiverConfiguration(Path path) implements Configuration {
  @Override
  public Source read() throws IOException {
    try {
      return SourceReader.read(path);
    } catch (FileSystemException e) {
      throw new IOException("cannot read " + e.getFile() + ": " + IoReason.of(e), e);
    }
  }

  @Override
  public String name() {
    return path.toString();
  }
}

package io.tributary.runtime.source;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {
  @TempDir Path directory;

  /// Holes take no room on the disk.
  @Test
  void readsNoMoreOfALargeFileThanShowsThatItIsTooLarge() throws IOException {
    Path large = directory.resolve("large.river");
    try (var file = FileChannel.open(large, CREATE, WRITE)) {
      file.write(ByteBuffer.wrap(new byte[1]), 1L << 32);
    }
    SourceFile read = SourceReader.read(large).files().getFirst();
    assertThat(read.content().length).isLessThan(3 * Limits.FILE_BYTES);
    assertThat(ParsedFile.of(read).diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("larger than the limit of 16 MiB");
  }
}

package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.prometheus.ReferencedFiles.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReferencedFilesTest {
  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yml"), text);
  }

  @Test
  void pathsAreSeenFromTheFileOrAsStaticModeSeesThem() throws IOException {
    Path file = write("remote_write: [{basic_auth: {password_file: secrets/p}}]\n");
    assertThat(ReferencedFiles.of(List.of(file)))
        .extracting(Reference::path)
        .containsExactly(folder.resolve("secrets/p").toString());
    assertThat(ReferencedFiles.ofStaticMode(file))
        .extracting(Reference::path)
        .containsExactly("secrets/p");
  }

  @Test
  @Timeout(20)
  void aliasesThatMultiplyAreVisitedOnce() throws IOException {
    var text = new StringBuilder("a0: &a0 {key_file: /k}\n");
    for (int i = 1; i < 60; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(ReferencedFiles.of(List.of(write(text.toString()))))
        .extracting(Reference::position)
        .extracting(Object::toString)
        .hasSize(1);
  }
}

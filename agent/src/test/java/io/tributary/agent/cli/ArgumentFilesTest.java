package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentFilesTest {
  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return "@" + Files.writeString(folder.resolve(name), text);
  }

  @Test
  void takesTheLinesOfAFileForArguments() throws IOException {
    String inner = file("inner", "--log.level\ndebug\n");
    String outer = file("outer", "# how we run it\n--agent\n\n" + inner + "\n--config.file=a b\n");

    assertThat(ArgumentFiles.expand(List.of("-h", outer, "last")))
        .containsExactly("-h", "--agent", "--log.level", "debug", "--config.file=a b", "last");
    assertThat(ArgumentFiles.expand(List.of("--web.page-title=@home", "--", outer)))
        .containsExactly("--web.page-title=@home", "--", outer);
  }

  @Test
  void endsWithOneWhereAFileIsMissingOrNamesItself() throws IOException {
    assertThatThrownBy(() -> ArgumentFiles.expand(List.of("@" + folder.resolve("none"))))
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
        .hasMessageContaining("none: no such file or directory");
    String self = file("self", "@" + folder.resolve("self") + "\n");
    assertThatThrownBy(() -> ArgumentFiles.expand(List.of(self)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than 100 files");
  }
}

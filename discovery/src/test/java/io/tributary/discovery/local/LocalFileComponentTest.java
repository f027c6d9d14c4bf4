package io.tributary.discovery.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBenchTest;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalFileComponentTest extends GraphBenchTest {
  private static final String ID = "local.file.f";

  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file = Files.writeString(directory.resolve("f"), " first\n");
  }

  private String config(Path path, String more) {
    return """
    local.file "f" {
      filename = "%s"
      %s
    }
    test.sink "s" { input = local.file.f.content }
    """
        .formatted(path, more);
  }

  private static Value content(String text, boolean isSecret) {
    return Value.of(OptionalSecret.of(text, isSecret));
  }

  private void replace(String text) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void showsTheContentAsItIs() throws Exception {
    bench.load(config(file, ""));
    assertThat(bench.input("s")).isEqualTo(content(" first\n", false));
    bench.awaitHealth(ID, "healthy", "");
  }

  @Test
  void showsItsContentToThoseWhoMaySeeIt() throws Exception {
    bench.load(config(file, "is_secret = true"));
    assertThat(bench.input("s")).isEqualTo(content(" first\n", true));
    assertThat(bench.component(ID).toString()).contains("(secret)").doesNotContain("first");
  }

  @Test
  void noticesThatTheFileIsWrittenOrReplaced() throws Exception {
    bench.load(config(file, "poll_frequency = \"1000h\""));
    Files.writeString(file, "second");
    bench.awaitInput("s", content("second", false)::equals);
    replace("third");
    bench.awaitInput("s", content("third", false)::equals);
  }

  @Test
  void looksAtIntervalsWhereItIsToldTo() throws Exception {
    bench.load(config(file, "detector = \"poll\""));
    Files.writeString(file, "second");
    bench.awaitInput("s", content("second", false)::equals);
  }

  @Test
  void keepsTheContentOfAFileThatHasGoneAndSaysSo() throws Exception {
    bench.load(config(file, ""));
    Files.delete(file);
    bench.awaitHealth(
        ID, "unhealthy", "failed to read file: open " + file + ": no such file or directory");
    assertThat(bench.input("s")).isEqualTo(content(" first\n", false));
    replace("again");
    bench.awaitInput("s", content("again", false)::equals);
    bench.awaitHealth(ID, "healthy", "");
  }

  @Test
  void followsAnotherFileAndStaysWithTheOldOneWhereThereIsNone() throws Exception {
    bench.load(config(file, "poll_frequency = \"1000h\""));
    Path directory2 = Files.createDirectory(directory.resolve("other"));
    Path other = directory2.resolve("g");
    assertThat(bench.tryLoad(config(other, "poll_frequency = \"1000h\"")))
        .anySatisfy(
            message -> assertThat(message).contains("failed to read file: open " + other + ": "));
    Files.writeString(file, "second");
    bench.awaitInput("s", content("second", false)::equals);
    Files.writeString(other, "other");
    bench.load(config(other, "poll_frequency = \"1000h\""));
    assertThat(bench.input("s")).isEqualTo(content("other", false));
    Files.writeString(other, "changed");
    bench.awaitInput("s", content("changed", false)::equals);
  }

  @Test
  void cannotBeBuiltWithoutItsFileButLater() throws Exception {
    Path missing = directory.resolve("missing");
    assertThat(bench.tryLoad(config(missing, "")))
        .anySatisfy(message ->
            assertThat(message)
                .contains("failed to read file: open " + missing + ": no such file or directory"));
    Files.writeString(missing, "there");
    bench.load(config(missing, ""));
    assertThat(bench.input("s")).isEqualTo(content("there", false));
  }

  @Test
  void saysWhatIsWrongWithItsArguments() throws Exception {
    assertThat(bench.tryLoad("local.file \"a\" { }"))
        .anySatisfy(
            message -> assertThat(message).contains("missing required attribute \"filename\""));
    assertThat(bench.tryLoad(config(file, "poll_frequency = \"0s\"")))
        .anySatisfy(
            message -> assertThat(message).contains("poll_frequency must be greater than 0"));
    assertThat(bench.tryLoad(config(file, "detector = \"magic\"")))
        .anySatisfy(message ->
            assertThat(message)
                .contains("unrecognized detector \"magic\", expected fsnotify or poll"));
  }
}

package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtCommandTest {
  private static final String UNTIDY = "a=1\nb {\n}\n";
  private static final String TIDY = "a = 1\n\nb { }\n";

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path file = Path.of("");

  @BeforeEach
  void writeFile() throws IOException {
    file = folder.resolve("agent.river");
    Files.writeString(file, UNTIDY);
  }

  private int run(String input, String... arguments) {
    var console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return FmtCommand.run(
        List.of(arguments),
        console,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void printsTheFormattedFile() throws IOException {
    assertThat(run("", file.toString())).isZero();
    assertThat(out()).isEqualTo(TIDY);
    assertThat(file).hasContent(UNTIDY);
    assertThat(err()).isEmpty();
  }

  @Test
  void readsItsInputWithoutAFile() {
    assertThat(run(UNTIDY)).isZero();
    assertThat(run("c=\"\u00e4\"\n", "-")).isZero();
    assertThat(out()).isEqualTo(TIDY + "c = \"\u00e4\"\n");
  }

  @Test
  void writesTheFileOnlyWhenItDiffers() throws IOException {
    assertThat(run("", "-w", file.toString())).isZero();
    assertThat(Files.readString(file)).isEqualTo(TIDY);
    FileTime then = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(file, then);
    assertThat(run("", "--write", file.toString())).isZero();
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(then);
    assertThat(out()).isEmpty();
  }

  @Test
  void testsWithoutWriting() throws IOException {
    assertThat(run("", "-t", file.toString())).isEqualTo(1);
    assertThat(err()).isEqualTo("Error: file " + file + " is not formatted correctly\n");
    assertThat(Files.readString(file)).isEqualTo(UNTIDY);
    assertThat(run(TIDY, "--test")).isZero();
    assertThat(run(UNTIDY, "--test", "-")).isEqualTo(1);
    assertThat(err()).endsWith("Error: file <stdin> is not formatted correctly\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void printsWhatIsWrongAndNothingElse() {
    assertThat(run("a = [1\n]\nb c {\n}\n")).isEqualTo(1);
    assertThat(err())
        .startsWith(
            """
            <stdin>:1:7: missing ',' in expression list
            <stdin>:3:3: expected block label, got IDENT
            """)
        .endsWith("Error: encountered errors during formatting\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void leavesABrokenFileAlone() throws IOException {
    Files.writeString(file, "a = {\n");
    assertThat(run("", "-w", file.toString())).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo("a = {\n");
    assertThat(err()).startsWith(file + ":2:1: expected }, got EOF\n");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(run("", "-w", "-t", file.toString())).isEqualTo(1);
    assertThat(run("", "-w")).isEqualTo(1);
    assertThat(run("", folder.toString())).isEqualTo(1);
    assertThat(run("", file + ".no")).isEqualTo(1);
    assertThat(run("", "a", "b")).isEqualTo(1);
    assertThat(run("", "--nonsense")).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            """
            Error: cannot use -w/--write and -t/--test at the same time
            Error: cannot use -w with standard input
            Error: cannot format a directory
            Error: cannot read %s.no: no such file or directory
            Error: accepts between 0 and 1 arg(s), received 2
            Error: unknown flag: --nonsense
            """
                .formatted(file));
  }

  @Test
  void isACommandUnderBothItsNames() {
    var console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    assertThat(Main.run(List.of("fmt", file.toString()), console)).isZero();
    assertThat(Main.run(List.of("format", "-h"), console)).isZero();
    assertThat(out()).startsWith(TIDY).contains("usage: tributary fmt");
  }
}

package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

  private final Shell shell = new Shell();
  private Path file = Path.of("");

  @BeforeEach
  void writeFile() throws IOException {
    file = folder.resolve("agent.river");
    Files.writeString(file, UNTIDY);
  }

  private int run(String input, String... arguments) {
    return FmtCommand.run(List.of(arguments), shell.console(), Shell.input(input));
  }

  @Test
  void printsTheFormattedFile() throws IOException {
    assertThat(run("", file.toString())).isZero();
    assertThat(shell.out()).isEqualTo(TIDY);
    assertThat(file).hasContent(UNTIDY);
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void readsItsInputWithoutAFile() {
    assertThat(run(UNTIDY)).isZero();
    assertThat(run("c=\"\u00e4\"\n", "-")).isZero();
    assertThat(shell.out()).isEqualTo(TIDY + "c = \"\u00e4\"\n");
  }

  @Test
  void writesTheFileOnlyWhenItDiffers() throws IOException {
    assertThat(run("", "-w", file.toString())).isZero();
    assertThat(Files.readString(file)).isEqualTo(TIDY);
    FileTime then = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(file, then);
    assertThat(run("", "--write", file.toString())).isZero();
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(then);
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void testsWithoutWriting() throws IOException {
    assertThat(run("", "-t", file.toString())).isEqualTo(1);
    assertThat(shell.err()).isEqualTo("Error: file " + file + " is not formatted correctly\n");
    assertThat(Files.readString(file)).isEqualTo(UNTIDY);
    assertThat(run(TIDY, "--test")).isZero();
    assertThat(run(UNTIDY, "--test", "-")).isEqualTo(1);
    assertThat(shell.err()).endsWith("Error: file <stdin> is not formatted correctly\n");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void printsWhatIsWrongAndNothingElse() {
    assertThat(run("a = [1\n]\nb c {\n}\n")).isEqualTo(1);
    assertThat(shell.err())
        .startsWith(
            """
            <stdin>:1:7: missing ',' in expression list
            <stdin>:3:3: expected block label, got IDENT
            """)
        .endsWith("Error: encountered errors during formatting\n");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void leavesABrokenFileAlone() throws IOException {
    Files.writeString(file, "a = {\n");
    assertThat(run("", "-w", file.toString())).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo("a = {\n");
    assertThat(shell.err()).startsWith(file + ":2:1: expected }, got EOF\n");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(run("", "-w", "-t", file.toString())).isEqualTo(1);
    assertThat(run("", "-w")).isEqualTo(1);
    assertThat(run("", folder.toString())).isEqualTo(1);
    assertThat(run("", file + ".no")).isEqualTo(1);
    assertThat(run("", "a", "b")).isEqualTo(1);
    assertThat(run("", "--nonsense")).isEqualTo(1);
    assertThat(shell.err())
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
    assertThat(shell.run("fmt", file.toString())).isZero();
    assertThat(shell.out()).isEqualTo(TIDY);
    assertThat(shell.run("format", "-h")).isZero();
    assertThat(shell.out()).startsWith("usage: tributary fmt");
  }
}

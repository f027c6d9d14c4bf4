package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckCommandTest {
  @TempDir Path folder;

  private final Shell shell = new Shell();

  private int check(String text, String... flags) throws IOException {
    Path file = folder.resolve("agent.yaml");
    Files.writeString(file, text);
    var arguments = new ArrayList<>(List.of("config-check"));
    arguments.addAll(List.of(flags));
    arguments.add(file.toString());
    return shell.run(arguments.toArray(String[]::new));
  }

  @Test
  void saysThatAFileIsValid() throws IOException {
    assertThat(check("metrics: {configs: [{name: a}]}")).isZero();
    assertThat(shell.out()).isEqualTo("config valid\n");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(check("metrics: {config: [{name: a}]}")).isEqualTo(1);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .startsWith("failed to validate config:\n")
        .contains("agent.yaml:1:11: error: field config not found");
  }

  @Test
  void looksAtIntegrationsToo() throws IOException {
    assertThat(check("integrations: {agent: {enabeld: true}}")).isEqualTo(1);
  }

  @Test
  void fillsInVariablesWhereThatIsAskedFor() throws IOException {
    String text = "metrics: {configs: [{name: a, wal_truncate_frequency: '${NONE:-1h}'}]}";
    assertThat(check(text)).isEqualTo(1);
    assertThat(check(text, "-e")).isZero();
  }

  @Test
  void flagsOfTheAgentCount() throws IOException {
    String text = "metrics: {configs: [{name: a}]}";
    assertThat(check(text, "--agent-flags", "-metrics.service.enabled=true")).isEqualTo(1);
    assertThat(shell.err()).contains("cannot use configs when scraping_service mode is enabled");
    assertThat(check(text, "--agent-flags", "-nope")).isEqualTo(1);
    assertThat(shell.err()).contains("--agent-flags: flag provided but not defined: -nope");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThat(shell.run("config-check", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(shell.err()).startsWith("failed to load config: error reading config file");
  }
}

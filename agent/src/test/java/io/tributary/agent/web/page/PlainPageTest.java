package io.tributary.agent.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An agent that was built where there is no Node.
class PlainPageTest {
  private static final Path SCRIPT = Path.of("../packaging/node.sh");

  @TempDir Path folder;

  /// What decides whether the page is built, on a machine with these programs alone.
  private String profile() throws IOException, InterruptedException {
    var shell =
        new ProcessBuilder(
            "/bin/sh", "-c", ". \"$0\"; page_profile", SCRIPT.toAbsolutePath().toString());
    shell.environment().put("PATH", folder.toString());
    Process process = shell.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.strip();
  }

  private void install(String name, String script) throws IOException {
    Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private void installAwk() throws IOException {
    for (String candidate : List.of("/usr/bin/awk", "/bin/awk")) {
      if (Files.isExecutable(Path.of(candidate))) {
        install("awk", "exec " + candidate + " \"$@\"");
        return;
      }
    }
    throw new AssertionError("this machine has no awk");
  }

  @Test
  void aMachineWithoutNodeBuildsNoPage() throws Exception {
    assertThat(profile()).isEmpty();
    install("npm", "");
    assertThat(profile()).as("npm alone").isEmpty();
    install("node", "exit 1");
    assertThat(profile()).as("a broken Node").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "v20.19.0, -Pui",
    "v20.20.1, -Pui",
    "v22.0.0, -Pui",
    "v100.1.0, -Pui",
    "v20.18.9, ''",
    "v18.99.0, ''",
    "v9.30.0, ''",
  })
  void aNodeThatIsNewEnoughDoes(String version, String expected) throws Exception {
    installAwk();
    install("npm", "");
    install("node", "echo " + version);
    assertThat(profile()).isEqualTo(expected);
  }

  @Test
  void saysHowToGetThePage() throws Exception {
    assertThat(Files.readString(SCRIPT)).contains("node_wanted=" + PlainPage.LEAST_NODE + "\n");
    assertThat(new PlainPage("<own> title").html("../"))
        .contains("<base href=\"../\">", "<title>&lt;own&gt; title</title>")
        .contains("takes Node " + PlainPage.LEAST_NODE + " or newer with npm", "build/page.log")
        .contains("<a href=\"metrics\">");
  }
}

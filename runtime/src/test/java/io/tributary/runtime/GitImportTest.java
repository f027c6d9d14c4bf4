package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Templates that come from repositories.
class GitImportTest extends GraphTest {
  private static final String NEGATE =
      """
      declare "a" {
        argument "x" { }
        test.value "v" { input = -argument.x.value }
        export "y" { value = test.value.v.output }
      }
      """;
  private static final String CREDENTIALS =
      """
      basic_auth {
        username = "me"
        password = "it's \\"h%ush"
      }
      """;

  private Path origin;

  @BeforeEach
  void createRepository() throws Exception {
    origin = Files.createDirectories(directory.resolve("served/origin"));
    git(origin, "init", "--quiet", "--initial-branch=main");
    commit(NEGATE);
  }

  private static String imported(Object repository, String more) {
    return """
    import.git "m" {
      repository     = "%s"
      path           = "m.river"
      pull_frequency = "20ms"
      %s
    }
    m.a "cc" { x = 1 }
    test.value "out" { input = m.a.cc.y }
    """
        .formatted(repository, more);
  }

  private GitServer server() throws IOException {
    return new GitServer(directory.resolve("served"), "me", "it's \"h%ush");
  }

  private void commit(String text) throws IOException, InterruptedException {
    Files.writeString(origin.resolve("m.river"), text);
    git(origin, "add", "m.river");
    commit();
  }

  private void commit() throws IOException, InterruptedException {
    git(
        origin,
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@localhost",
        "commit",
        "--quiet",
        "-m",
        "x");
  }

  private static void git(Path directory, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git", "-C", directory.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void followsABranchOfARepository() throws Exception {
    bench.load(imported(origin, ""));
    assertThat(bench.lab.events("build")).contains("build test.value.out -1");
    bench.lab.await("start m.a.cc/test.value.v");
    commit(NEGATE.replace("-argument", "9 + argument"));
    bench.lab.await("update test.value.out 10");
  }

  @Test
  void saysUserAndPasswordToAServerThatAsks() throws Exception {
    try (var server = server()) {
      bench.load(imported(server.url("/origin"), CREDENTIALS));
      assertThat(bench.lab.events("build")).contains("build test.value.out -1");
      bench.lab.await("start m.a.cc/test.value.v");
      commit(NEGATE.replace("-argument", "9 + argument"));
      bench.lab.await("update test.value.out 10");
    }
  }

  @Test
  void saysWhatTheServerRefusesWithoutThePassword() throws Exception {
    try (var server = server()) {
      String wrong = CREDENTIALS.replace("h%ush", "canary");
      LoadResult result = bench.tryLoad(imported(server.url("/origin"), wrong));
      assertThat(result.isApplied()).isFalse();
      assertThat(Bench.messages(result).getFirst())
          .contains("failed to download repository \"" + server.url("/origin") + "\": ")
          .contains("Authentication failed");
      String inUrl = server.url("/origin").replace("http://", "http://me:canary@");
      LoadResult ofUrl = bench.tryLoad(imported(inUrl, ""));
      assertThat(Bench.messages(ofUrl).getFirst()).contains("http://me:xxxxx@127.0.0.1");
      assertThat(result.toString() + ofUrl).doesNotContain("canary");
    }
  }

  @Test
  void saysThePasswordToNoHostThatARedirectLeadsTo() throws Exception {
    try (var server = server();
        var other = server()) {
      server.sendsOnTo(other);
      LoadResult result = bench.tryLoad(imported(server.url("/moved/origin"), CREDENTIALS));
      assertThat(result.isApplied()).isFalse();
      assertThat(other.authorizations).isNotEmpty().containsOnly("");
    }
  }

  @Test
  void saysThePasswordToNoHostOfASubmodule() throws Exception {
    try (var server = server();
        var other = server()) {
      Files.writeString(
          origin.resolve(".gitmodules"),
          "[submodule \"s\"]\n path = s\n url = " + other.url("/origin") + "\n");
      git(origin, "add", ".gitmodules");
      git(origin, "update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",s");
      commit();
      LoadResult result = bench.tryLoad(imported(server.url("/origin"), CREDENTIALS));
      assertThat(result.isApplied()).isFalse();
      assertThat(other.authorizations).isNotEmpty().containsOnly("");
    }
  }

  @Test
  void refusesCredentialsThatTheRepositoryCannotBeGiven() throws InterruptedException {
    assertThat(Bench.messages(bench.tryLoad(imported("git@host:x.git", CREDENTIALS))).getFirst())
        .endsWith("basic_auth is for repositories whose URL begins with http:// or https://");
    String key = "ssh_key {\n username = \"git\"\n key_file = \"/k\"\n}";
    assertThat(Bench.messages(bench.tryLoad(imported("https://host/x", key))).getFirst())
        .endsWith("ssh_key is not for repositories by HTTP, use basic_auth instead");
  }

  @Test
  void refusesSpecialRevisions() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            "import.git \"m\" {\n repository = \"x\"\n path = \"y\"\n revision = \"HEAD\"\n}\n");
    assertThat(Bench.messages(result).getFirst())
        .isEqualTo(
            "main.river:1:1: revision cannot be a special git reference such as HEAD, FETCH_HEAD,"
                + " ORIG_HEAD, MERGE_HEAD, or CHERRY_PICK_HEAD");
  }
}

package io.tributary.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.text.Quoting;
import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Request;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSyncCommandTest {
  private static final String NONE = "{\"status\":\"success\",\"data\":{\"configs\":null}}";

  @TempDir Path folder;

  private final Shell shell = new Shell();
  private final Map<String, String> stored = new ConcurrentSkipListMap<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private HttpServer agent;

  @BeforeEach
  void start() throws IOException {
    agent =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"),
            new Routes()
                .get("/agent/api/v1/configs", this::list)
                .post("/agent/api/v1/config/*", this::put)
                .add("DELETE", "/agent/api/v1/config/*", this::delete),
            RequestObserver.NONE,
            Clock.system());
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private Response list(Request request) {
    tokens.add(String.valueOf(request.headers().first("Authorization")));
    if (stored.isEmpty()) {
      return Response.json(200, NONE.getBytes(UTF_8));
    }
    String names =
        stored.keySet().stream().map(Quoting::quote).collect(Collectors.joining(",", "[", "]"));
    String answer = "{\"status\":\"success\",\"data\":{\"configs\":" + names + "}}";
    return Response.json(200, answer.getBytes(UTF_8));
  }

  private Response put(Request request) throws IOException {
    if (request.rest().equals("refused")) {
      return Response.json(
          400, "{\"status\":\"error\",\"data\":{\"error\":\"no good\"}}".getBytes(UTF_8));
    }
    if (request.rest().equals("new") && stored.containsKey("old")) {
      return Response.json(
          400, "{\"status\":\"error\",\"data\":{\"error\":\"same job\"}}".getBytes(UTF_8));
    }
    String before = stored.put(request.rest(), new String(request.body(1 << 20), UTF_8));
    return Response.json(before == null ? 201 : 200, "{\"status\":\"success\"}".getBytes(UTF_8));
  }

  private Response delete(Request request) {
    stored.remove(request.rest());
    return Response.json(200, "{\"status\":\"success\"}".getBytes(UTF_8));
  }

  private int sync(String... flags) {
    var arguments = new ArrayList<>(List.of("config-sync"));
    arguments.addAll(List.of(flags));
    arguments.addAll(List.of("-a", "http://127.0.0.1:" + agent.port() + "/", folder.toString()));
    return shell.run(arguments.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void uploadsFilesAndDeletesTheRest() throws IOException {
    stored.put("old", "");
    stored.put("a b?c#d", "");
    write("web.yml", "name: other\nscrape_configs: [{job_name: web}]\n");
    write("db.v2.yaml", "scrape_configs: [{job_name: db, kubernetes_sd_configs: [{role: pod}]}]\n");
    write("notes.txt", "[");
    Files.createDirectory(folder.resolve("sub.yaml"));
    int code = sync();
    assertThat(code).as(shell.out()).isZero();
    assertThat(stored).containsOnlyKeys("web", "db.v2");
    assertThat(stored.get("web")).startsWith("name: web\nscrape_configs:\n- job_name: web\n");
    assertThat(shell.out())
        .isEqualTo(
            """
            level=info msg="uploading config" name=db.v2
            level=info msg="uploading config" name=web
            level=info msg="deleting config" name="a b?c#d"
            level=info msg="deleting config" name=old
            level=info msg="synced config files" uploaded=2 deleted=2 failed=0
            """);
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void whatIsRefusedStaysAsItWas() throws IOException {
    stored.put("refused", "before");
    write("refused.yaml", "{}");
    write("web.yaml", "{}");
    assertThat(sync()).isEqualTo(1);
    assertThat(stored).containsEntry("refused", "before").containsKey("web");
    assertThat(shell.out())
        .contains("level=error msg=\"failed to upload config\" name=refused err=\"no good\"\n")
        .endsWith(
            "level=error msg=\"failed to sync config\" err=\"one or more configurations failed to"
                + " be modified; check the logs for more details\"\n");
  }

  @Test
  void aFileThatHasAnotherNameKeepsItsJobs() throws IOException {
    stored.put("old", "");
    write("new.yaml", "scrape_configs: [{job_name: a}]");
    int code = sync();
    assertThat(code).as(shell.out()).isZero();
    assertThat(stored).containsOnlyKeys("new");
    assertThat(shell.out()).endsWith("uploaded=1 deleted=1 failed=0\n");
  }

  @Test
  void nothingIsSentWhereOneFileIsWrong() throws IOException {
    write("a.yaml", "{}");
    write("b.yaml", "scrape_config: []");
    assertThat(sync()).isEqualTo(1);
    assertThat(stored).isEmpty();
    assertThat(shell.out()).contains("b.yaml", "field scrape_config not found");
    write("b.yaml", "{}");
    write("a.yml", "{}");
    assertThat(sync()).isEqualTo(1);
    assertThat(shell.out()).contains("there are two files for the config \\\"a\\\"");
  }

  @Test
  void termsOfTheAgentAreGuessedGenerously() throws IOException {
    write("a.yaml", "scrape_configs: [{job_name: a, scrape_timeout: 5m}]");
    write("b.yaml", "{wal_truncate_frequency: 30s, scrape_configs: [{job_name: a}]}");
    assertThat(sync()).isZero();
    assertThat(stored).containsOnlyKeys("a", "b");
  }

  @Test
  void dryRunAsksNobody() throws IOException {
    write("a.yaml", "{}");
    assertThat(shell.run("config-sync", "-d", "-ahttp://127.0.0.1:1", folder.toString())).isZero();
    assertThat(shell.out()).isEqualTo("level=info msg=\"config files validated successfully\"\n");
  }

  @Test
  void anEmptyFolderDeletesNothingUnlessThatIsMeant() {
    stored.put("old", "");
    assertThat(sync()).isEqualTo(1);
    assertThat(shell.out()).contains("all 1 configs would be deleted; give --allow-empty");
    assertThat(stored).hasSize(1);
    assertThat(sync("--allow-empty")).isZero();
    assertThat(stored).isEmpty();
    assertThat(sync()).isZero();
  }

  @Test
  void showsWhoItIs() throws IOException {
    Path token = folder.resolve("token");
    Files.writeString(token, "s3cret\n");
    assertThat(sync("--bearer-token-file=" + token)).isZero();
    assertThat(tokens).contains("Bearer s3cret");
    Files.writeString(token, "word");
    assertThat(sync("--basic-auth-user=u", "--basic-auth-password-file=" + token)).isZero();
    assertThat(tokens).contains("Basic dTp3b3Jk");
  }

  @Test
  void whatDoesNotAnswerLikeAnAgentIsSaid() throws IOException {
    write("a.yaml", "{}");
    assertThat(shell.run("config-sync", "-a", "http://127.0.0.1:1", folder.toString()))
        .isEqualTo(1);
    assertThat(shell.out()).contains("could not list configs");
    String elsewhere = "http://127.0.0.1:" + agent.port() + "/elsewhere";
    assertThat(shell.run("config-sync", "-a", elsewhere, folder.toString())).isEqualTo(1);
    assertThat(shell.out()).contains("could not read response: status 404");
  }

  @Test
  void theCommandLineIsChecked() {
    assertThat(shell.run("config-sync")).isEqualTo(1);
    assertThat(shell.err()).contains("accepts 1 arg(s), received 0");
    assertThat(shell.run("config-sync", "--addr=", "x")).isEqualTo(1);
    assertThat(shell.out()).isEqualTo("level=error msg=\"-addr must not be an empty string\"\n");
    assertThat(shell.run("config-sync", "--nope", "x")).isEqualTo(1);
    assertThat(shell.run("config-sync", "--basic-auth-password-file=f", "x")).isEqualTo(1);
    assertThat(shell.err()).contains("--basic-auth-password-file needs --basic-auth-user");
    assertThat(shell.run("config-sync", "--help")).isZero();
    assertThat(shell.out()).contains("--allow-empty");
    assertThat(shell.run("config-sync", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(shell.out()).contains("cannot read");
  }
}

package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.cli.CommandLine;
import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import io.tributary.testkit.hostile.HostileTexts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// S04 and S14: texts of others stay texts, in answers, in the log and on the terminal.
class HostileTextTest {
  private static final List<String> TEXTS = all();

  @TempDir Path folder;

  private static List<String> all() {
    var all = new ArrayList<>(HostileTexts.markup());
    all.addAll(HostileTexts.controls());
    return all;
  }

  private static String yaml(String text) {
    var out = new StringBuilder("\"");
    text.chars()
        .forEach(c ->
            out.append(
                c < ' ' || c == '"' || c == '\\' || c > 126
                    ? "\\u%04x".formatted(c)
                    : "" + (char) c));
    return out.append('"').toString();
  }

  /// Every text as job, as a label of a target, and as what a target answers with.
  private String configuration(int port, int target) {
    var yaml =
        new StringBuilder("global: {scrape_interval: 1h, scrape_timeout: 5s}\nscrape_configs:\n");
    for (String text : TEXTS) {
      yaml.append("- job_name: ").append(yaml("job " + text)).append('\n');
      yaml.append("  metrics_path: /page\n  static_configs:\n");
      yaml.append("  - targets: ['127.0.0.1:%d']\n".formatted(target));
      yaml.append("    labels: {text: ").append(yaml(text)).append("}\n");
    }
    yaml.append(
        "- job_name: gone\n  static_configs:\n  - targets: ['127.0.0.1:%d']\n".formatted(port));
    yaml.append("    labels: {__scheme__: ").append(yaml(TEXTS.getFirst())).append("}\n");
    return yaml.toString();
  }

  /// A page with every text as help and as value of a label, and then as an error.
  private static Response page() {
    var page = new StringBuilder();
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = TEXTS.get(i).replace("\\", "\\\\").replace("\n", "\\n").replace("\0", "0");
      page.append("# HELP m").append(i).append(' ').append(text.replace("\r", "")).append('\n');
      page.append("# TYPE m").append(i).append(" gauge\nm").append(i);
      page.append("{text=\"").append(text.replace("\"", "\\\"")).append("\"} 1\n");
    }
    return Response.text(200, page.toString());
  }

  @Test
  void textsOfOthersStayTextsInEveryAnswerAndInTheLog() throws Exception {
    int port = RunningAgent.freePort();
    var routes = new Routes().get("/page", _ -> page());
    try (var target =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"), routes, (_, _, _, _, _) -> {}, Clock.system())) {
      Path file =
          Files.writeString(folder.resolve("prometheus.yml"), configuration(port, target.port()));
      try (var agent =
          RunningAgent.prometheus(
              port, file, folder.resolve("data"), "--web.enable-lifecycle", "--log.level=debug")) {
        agent.await(
            "all targets are there",
            () -> agent.body("/api/v1/targets").split("\"scrapeUrl\"", -1).length > TEXTS.size());
        var missing = new ArrayList<>(TEXTS);
        TEXTS.forEach(text -> missing.add("job " + text));
        missing.removeAll(strings(agent.body("/api/v1/targets")));
        assertThat(missing).isEmpty();
        for (String path : reflected()) {
          checkHead(path, agent.ask("GET", path));
        }
        Files.writeString(file, "global: {%s: 1}\n".formatted(yaml(String.join(" ", TEXTS))));
        checkHead("reload", agent.ask("POST", "/-/reload"));
        assertLines(agent.log());
      }
    }
  }

  /// Paths that hold or answer with texts of whoever asks.
  private static List<String> reflected() {
    var paths =
        new ArrayList<>(
            List.of(
                "/api/v1/targets",
                "/api/v1/scrape_pools",
                "/api/v1/metadata",
                "/metrics",
                "/api/v1/status/config",
                "/api/v1/targets/metadata"));
    for (String text : TEXTS) {
      String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
      paths.add("/api/v1/scrape_pools/config?scrapePool=" + encoded);
      paths.add("/api/v1/metadata?limit=" + encoded);
      paths.add("/api/v1/targets/metadata?match_target=" + encoded);
      paths.add("/api/v1/targets/relabel_steps?scrapePool=gone&labels=" + encoded);
      paths.add("/" + encoded.replace("%2F", "-").replace("%5C", "-").replace("%00", "0"));
    }
    return paths;
  }

  /// Nothing that is answered to these is a page.
  private static void checkHead(String path, String answer) {
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    assertThat(head).as(path).contains("X-Content-Type-Options: nosniff");
    assertThat(head).as(path).doesNotContain("pwned");
    if (head.contains("Content-Type: text/html")) {
      assertThat(head).as(path).contains("Content-Security-Policy: ");
      assertThat(answer).as(path).doesNotContain("pwned");
    }
    if (head.contains("Content-Type: application/json")) {
      assertThat(strings(answer.substring(answer.indexOf("\r\n\r\n") + 4))).as(path).isNotEmpty();
    }
  }

  private static List<String> strings(String json) {
    var strings = new ArrayList<String>();
    try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        if (token == JsonToken.VALUE_STRING) {
          strings.add(parser.getString());
        }
      }
    }
    return strings;
  }

  /// Whole lines, each one of ours, and nothing in them that a terminal would follow.
  private static void assertLines(String log) {
    assertPrintable(log);
    assertThat(log.lines()).allMatch(line -> line.startsWith("time="));
  }

  private static void assertPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isControl = (c < ' ' && c != '\n') || (c >= 0x7f && c < 0xa0);
      boolean isTrick = c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e);
      assertThat(isControl || isTrick)
          .as(
              "U+%04X in %s",
              (int) c, text.substring(Math.max(0, i - 80), Math.min(text.length(), i + 20)))
          .isFalse();
    }
  }

  @Test
  void commandsPrintNothingThatATerminalFollows() throws IOException {
    for (String text : HostileTexts.controls()) {
      String plain = text.replace("\0", "");
      Path yaml =
          Files.writeString(folder.resolve("a.yml"), "global: {%s: 1}\n".formatted(yaml(text)));
      Path raw = Files.writeString(folder.resolve("b.yml"), "global: {" + text + ": [\n");
      Path river =
          Files.writeString(
              folder.resolve("c.river"),
              "a \"" + text + "\" { b = \"" + text + "\" + nothing }\n" + text);
      for (List<String> command :
          List.of(
              List.of(plain),
              List.of("prometheus", "--" + plain),
              List.of("prometheus", "--log.level=" + plain),
              List.of("prometheus", "--web.external-url=" + plain),
              List.of("prometheus", "--web.cors.origin=(" + plain),
              List.of("prometheus", "--config.file=" + yaml),
              List.of("validate", yaml.toString()),
              List.of("validate", raw.toString()),
              List.of("validate", river.toString()),
              List.of("validate", folder.resolve("none" + plain.replace("/", "")).toString()),
              List.of("fmt", river.toString()),
              List.of("fmt", "-" + plain),
              List.of("run", "--" + plain),
              List.of("convert", "--source-format=" + plain, yaml.toString()))) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(CommandLine.run(command, stream, stream)).as(command.toString()).isNotZero();
        assertPrintable(out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
      }
    }
  }
}

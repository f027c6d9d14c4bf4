package io.tributary.agent.web.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.process.RunningGraph;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an agent tells of a graph through which samples flow.
@Timeout(120)
class GraphApiTest {
  private static final String END = "|;|";

  @TempDir Path folder;

  private static String pipeline(int port, RemoteWriteReceiver receiver) {
    return """
    livedebugging { enabled = true }
    discovery.relabel "self" {
      targets = [{"__address__" = "127.0.0.1:%d", "secret" = "no"}]
      rule {
        action = "labeldrop"
        regex  = "secret"
      }
    }
    prometheus.scrape "self" {
      targets         = discovery.relabel.self.output
      scrape_interval = "200ms"
      scrape_timeout  = "200ms"
      forward_to      = [prometheus.relabel.few.receiver]
    }
    prometheus.relabel "few" {
      rule {
        source_labels = ["__name__"]
        regex         = "up|alloy_build_info"
        action        = "keep"
      }
      forward_to = [prometheus.remote_write.out.receiver]
    }
    prometheus.remote_write "out" {
      endpoint { url = "%s" }
    }
    """
        .formatted(port, receiver.url());
  }

  private RunningGraph start(RemoteWriteReceiver receiver) throws Exception {
    RunningGraph graph = RunningGraph.of(folder, "");
    graph.write("agent.river", pipeline(graph.agent().port(), receiver));
    assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(200);
    return graph;
  }

  /// Reads chunks of a stream until one is to the taste of the caller.
  private static String read(RunningGraph graph, String path, Predicate<String> isEnough)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + graph.agent().port() + path));
      try (InputStream in = client.send(request.build(), BodyHandlers.ofInputStream()).body()) {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        int count = 0;
        while (!isEnough.test(text.toString()) && (count = in.read(buffer)) >= 0) {
          text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return text.toString();
      }
    }
  }

  @Test
  void streamsTheRatesOnTheEdgesOfTheGraph() throws Exception {
    try (var receiver = RemoteWriteReceiver.start();
        var graph = start(receiver)) {
      String chunks =
          read(
              graph,
              "/api/v0/web/graph?window=1",
              text ->
                  text.contains("prometheus.remote_write.out\",\"targetComponentIDs\":[]")
                      && text.contains("\"targetComponentIDs\":[\"prometheus.relabel.few\"]"));
      assertThat(chunks)
          .contains(END)
          .containsPattern(
              "\\{\"componentID\":\"prometheus.relabel.few\","
                  + "\"targetComponentIDs\":\\[\"prometheus.remote_write.out\"],"
                  + "\"rate\":[0-9.]+,\"type\":\"prometheus_metric\"}");
      assertThat(graph.send("GET", "/api/v0/web/graph?window=61").statusCode()).isEqualTo(400);
      assertThat(graph.send("GET", "/api/v0/web/graph?window=x").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void streamsWhatPassesAComponentWhereTheConfigurationAllowsIt() throws Exception {
    try (var receiver = RemoteWriteReceiver.start();
        var graph = start(receiver)) {
      String path = "/api/v0/web/debug/prometheus.relabel.few";
      assertThat(read(graph, path, text -> text.contains(END)))
          .contains("up{")
          .doesNotContain("process_");
      assertThat(graph.send("GET", path + "?sampleProb=2").statusCode()).isEqualTo(400);
      graph.write(
          "agent.river",
          pipeline(graph.agent().port(), receiver).replace("enabled = true", "enabled = false"));
      assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(200);
      var refused = graph.send("GET", path);
      assertThat(refused.statusCode()).isEqualTo(500);
      assertThat(refused.body()).startsWith("the live debugging service is disabled");
    }
  }

  @Test
  void keepsTheBooksOfEveryDestination() throws Exception {
    try (var receiver = RemoteWriteReceiver.start();
        var graph = start(receiver)) {
      String ledger = graph.getUntil("/api/v0/web/ledger", "\"state\":\"ok\"");
      assertThat(ledger)
          .startsWith("{\"destinations\":[{\"component\":\"prometheus.remote_write.out\"")
          .contains("\"url\":\"" + receiver.url() + "\"")
          .contains("\"dropped\":{},\"backlogBytes\":")
          .contains("\"budgetBytes\":null,\"inRate\":")
          .contains("\"lastError\":\"\",\"lastErrorTime\":null,\"state\":\"ok\"");
      assertThat(graph.getUntil("/api/v1/targets", "\"health\":\"up\""))
          .contains("\"scrapePool\":\"prometheus.scrape.self\"")
          .doesNotContain("\"secret\":\"no\"");
      assertThat(graph.get("/api/v1/scrape_pools")).contains("prometheus.scrape.self");
      assertThat(graph.get("/api/v1/scrape_pools/config?scrapePool=prometheus.scrape.self"))
          .contains("scrape_interval: 200ms");
      assertThat(graph.get("/api/v1/status/config"))
          .contains("prometheus.remote_write \\\"out\\\" {");
    }
  }

  @Test
  void theConfigurationHasNumbersAsTheyAre() throws Exception {
    String river =
        """
        prometheus.scrape "s" {
          targets                            = []
          forward_to                         = []
          native_histogram_min_bucket_factor = 1e20
          scrape_interval                    = "1h"
        }
        """;
    try (var graph = RunningGraph.of(folder, river)) {
      assertThat(graph.get("/api/v1/status/config"))
          .contains("native_histogram_min_bucket_factor = 100000000000000000000\\n");
    }
  }

  @Test
  void theDetailOfAScrapeTellsOfItsTargets() throws Exception {
    try (var receiver = RemoteWriteReceiver.start();
        var graph = start(receiver)) {
      assertThat(
              graph.getUntil(
                  "/api/v0/web/components/prometheus.scrape.self",
                  "{\"name\":\"health\",\"type\":\"attr\",\"value\":"
                      + "{\"type\":\"string\",\"value\":\"up\"}}"))
          .contains("\"dataFlowEdgesTo\":[\"prometheus.relabel.few\"]")
          .contains("\"value\":\"up\"")
          .contains("\"liveDebuggingEnabled\":true");
    }
  }

  @Test
  void countsTheTargetsOnTheEdgesOfTheGraph() throws Exception {
    try (var graph = RunningGraph.of(folder, "")) {
      graph.write(
          "agent.river",
          """
          discovery.relabel "two" {
            targets = [{"__address__" = "127.0.0.1:1"}, {"__address__" = "127.0.0.1:2"}]
          }
          discovery.relabel "none" {
            targets = discovery.relabel.two.output
            rule {
              regex  = ""
              action = "drop"
            }
          }
          prometheus.scrape "both" {
            targets    = array.concat(discovery.relabel.two.output, discovery.relabel.none.output)
            forward_to = [prometheus.relabel.all.receiver]
          }
          prometheus.relabel "all" {
            forward_to = []
          }
          """);
      assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(200);
      assertThat(graph.get("/api/v0/web/components"))
          .contains(
              "\"dataFlowTargets\":{\"discovery.relabel.none\":2,\"prometheus.scrape.both\":2}")
          .contains("\"dataFlowTargets\":{\"prometheus.scrape.both\":0}")
          .contains("\"dataFlowEdgesTo\":[\"prometheus.relabel.all\"],\"health\"");
    }
  }
}

package io.tributary.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.bench.fleet.FleetSettings.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageServerTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void servesEachTargetOnItsPortAndCounts() throws Exception {
    var settings = new FleetSettings(Mode.SIMILAR, 2, 200, true, 7);
    var targets = List.of(new Target(settings, 0, 2), new Target(settings, 1, 2));
    try (var server = new PageServer(targets, true)) {
      Thread.ofPlatform().start(() -> run(server));
      var plain = get(server.ports().get(0), "identity");
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      var packed = get(server.ports().get(1), "deflate, GZIP;q=0.5");
      assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(packed.body().length).isLessThan(plain.body().length / 4);
      get(server.ports().get(1), "gzip");

      List<Long> completed = server.snapshot(all -> all.stream().map(Target::completed).toList());
      assertThat(completed).containsExactly(1L, 2L);
      assertThat(server.firstRequestAtMs()).isPositive();
    }
  }

  private HttpResponse<byte[]> get(int port, String encoding) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .header("Accept-Encoding", encoding)
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private static void run(PageServer server) {
    try {
      server.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

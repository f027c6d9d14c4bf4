package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S03, the other way round: what discovery says of a target cannot write requests of its own.
class RequestInjectionTest {
  private static final String EVIL = "/m HTTP/1.1\\r\\nX-Evil: 1\\r\\n\\r\\nGET /second";

  @TempDir Path folder;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /// Answers each connection once, and keeps what it was asked.
  private void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        byte[] buffer = new byte[8192];
        int read = socket.getInputStream().read(buffer);
        heads.add(new String(buffer, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1));
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException _) {
        // Gone, or the end of the test.
      }
    }
  }

  @Test
  void labelsOfTargetsWriteNoHeaders() throws Exception {
    int port = RunningAgent.freePort();
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server));
      String address = "127.0.0.1:" + server.getLocalPort();
      Path targets =
          Files.writeString(
              folder.resolve("targets.json"),
              """
              [
                {"targets": ["%1$s"], "labels": {"__param_good": "1"}},
                {"targets": ["%1$s"], "labels": {"__metrics_path__": "%2$s"}},
                {"targets": ["%1$s"], "labels": {"__param_a": "\\r\\nX-Evil: 1"}},
                {"targets": ["%1$s"], "labels": {"__param_a\\r\\nX-Evil": "1"}},
                {"targets": ["%1$s\\r\\nX-Evil: 1"], "labels": {}},
                {"targets": ["%1$s"], "labels": {"__scheme__": "http://%1$s%2$s#"}}
              ]
              """
                  .formatted(address, EVIL));
      Path file =
          Files.writeString(
              folder.resolve("prometheus.yml"),
              "scrape_configs: [{job_name: a, scrape_interval: 100ms, scrape_timeout: 100ms,"
                  + " file_sd_configs: [{files: ['%s']}]}]".formatted(targets));
      try (var agent = RunningAgent.prometheus(port, file, folder.resolve("data"))) {
        agent.await(
            "the others had their turn",
            () -> heads.stream().filter(head -> head.contains("good=1")).count() >= 5);
        assertThat(heads).anyMatch(head -> head.contains("a=%0D%0AX-Evil"));
        for (String head : heads) {
          assertThat(head.lines()).noneMatch(line -> line.startsWith("X-Evil"));
          assertThat(head.split("HTTP/1\\.1\r\n", -1)).hasSize(2);
        }
      }
    }
  }
}

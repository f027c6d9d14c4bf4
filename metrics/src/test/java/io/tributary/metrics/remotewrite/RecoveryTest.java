package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalMetrics;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.net.client.HttpClients;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receiver comes back after an outage: the backlog drains faster than new data comes in.
class RecoveryTest {
  private static final int TARGETS = 50;
  private static final int ROWS = 1000;
  private static final int SECONDS = 60;

  @TempDir Path directory;
  private final Layouts layouts = new Layouts();

  private Layout layout() {
    var block = new BlockBuilder();
    for (int i = 0; i < ROWS; i++) {
      block.add(Labels.of("__name__", "m", "instance", "?", "row", "r" + i), List.of("instance"));
    }
    return layouts.layout(
        List.of("instance"),
        List.of(block.build(new FamilyMetadata("m", MetricType.GAUGE, "Help.", ""))));
  }

  /// Takes remote write 1.0 and answers 204 after a round trip's time; decodes nothing.
  private static void serve(ServerSocket listener) {
    while (true) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      while (true) {
        int length = -1;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          if (line.startsWith("Content-Length: ")) {
            length = Integer.parseInt(line.substring(16));
          }
        }
        in.skipNBytes(length);
        LockSupport.parkNanos(5_000_000);
        socket
            .getOutputStream()
            .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException | RuntimeException _) {
      // The sender is done.
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("end");
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  @Test
  void aBacklogDrainsAtMoreThanTwiceTheRateOfWhatComesIn() throws Exception {
    Clock clock = Clock.system();
    Layout layout = layout();
    var registry = new PrometheusRegistry();
    try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var wal =
            Wal.open(
                WalSettings.of(directory), Disk.real(), clock, layouts, new WalMetrics(registry));
        var clients = new HttpClients(clock);
        var senders =
            new RemoteWriteSenders(
                wal, layouts, clients, clock, SenderOptions.defaults("test"), registry)) {
      Thread.ofVirtual().start(() -> serve(listener));
      long now = clock.wallMs();
      for (int second = 0; second < SECONDS; second++) {
        scrapeAll(wal, layout, now - 600_000 + second * 1000L, second);
      }
      long begin = clock.nanos();
      senders.apply(
          List.of(
              RemoteWriteSettings.defaults(
                  "main", "http://127.0.0.1:" + listener.getLocalPort() + "/")),
          Labels.EMPTY,
          ConsumerBudget.UNLIMITED);
      long backlog = (long) SECONDS * TARGETS * ROWS;
      int live = 0;
      while (senders.ledger("main").delivered() < backlog) {
        // New data goes on coming in meanwhile, at its rate.
        if (clock.nanos() - begin > live * 1_000_000_000L) {
          scrapeAll(wal, layout, clock.wallMs(), SECONDS + live++);
        }
        LockSupport.parkNanos(5_000_000);
        assertThat(Duration.ofNanos(clock.nanos() - begin)).isLessThan(Duration.ofSeconds(60));
      }
      double seconds = (clock.nanos() - begin) / 1e9;
      double ingest = TARGETS * ROWS;
      System.out.printf(
          "drained %d samples in %.1f s beside %.0f samples/s: %.1f times the ingest, %d shards%n",
          backlog,
          seconds,
          ingest,
          backlog / seconds / ingest,
          senders.status().getFirst().shards());
      assertThat(backlog / seconds).isGreaterThan(2 * ingest);
      assertThat(senders.ledger("main").balance().dropped()).isZero();
    }
  }

  private static void scrapeAll(Wal wal, Layout layout, long timestampMs, int round) {
    for (int target = 0; target < TARGETS; target++) {
      long[] values = new long[ROWS];
      for (int row = 0; row < ROWS; row++) {
        values[row] = Double.doubleToRawLongBits((double) round * row + target);
      }
      var stream = new Stream(target, List.of("host" + target));
      wal.append(new ScrapeColumn(stream, layout, timestampMs, values, null, null));
    }
  }
}

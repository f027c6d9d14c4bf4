package io.tributary.plugins.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.KeyValueStore.Watch;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.testkit.store.Heard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real Consul, where there is one: no package of Debian has it.
class RealConsulTest {
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static Optional<Path> program() {
    for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(path, "consul");
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private Process start(Path program, int port) throws IOException {
    return new ProcessBuilder(
            program.toString(),
            "agent",
            "-dev",
            "-bind=127.0.0.1",
            "-http-port=" + port,
            "-grpc-port=-1",
            "-grpc-tls-port=-1",
            "-dns-port=-1",
            "-server-port=" + freePort(),
            "-serf-lan-port=" + freePort(),
            "-serf-wan-port=-1")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("consul.log").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static KeyValueStore open(int port) throws StoreException {
    var settings =
        new StoreSettings.Consul(
            "127.0.0.1:" + port, Secret.EMPTY, Duration.ofSeconds(20), false, 0, 1, Duration.ZERO);
    return new Plugin()
        .open(
            new StoreSettings(
                StoreSettings.Kind.CONSUL,
                "",
                settings,
                StoreSettings.Etcd.DEFAULTS,
                StoreSettings.Multi.DEFAULTS),
            new StoreContext(Clock.system(), new Random(1), (_, _, _) -> {}));
  }

  private static void awaitLeader(KeyValueStore store) throws InterruptedException {
    Clock clock = Clock.system();
    long deadlineNanos = clock.nanos() + START.toNanos();
    while (true) {
      try {
        put(store, "ready", "yes");
        return;
      } catch (StoreException e) {
        if (clock.nanos() > deadlineNanos) {
          throw new AssertionError("does not start", e);
        }
        clock.sleepUntil(clock.nanos() + Duration.ofMillis(100).toNanos());
      }
    }
  }

  private static void put(KeyValueStore store, String key, String value)
      throws StoreException, InterruptedException {
    store.update(key, _ -> Optional.of(value.getBytes(UTF_8)));
  }

  @Test
  void doesWhatTheFakeDoes() throws Exception {
    Optional<Path> program = program();
    Assumptions.assumeTrue(program.isPresent(), "consul is not on the PATH");
    int port = freePort();
    Process process = start(program.get(), port);
    try (KeyValueStore store = open(port)) {
      awaitLeader(store);
      var heard = new Heard();
      try (Watch _ = store.watch("c/", heard)) {
        assertThat(heard.next()).isEqualTo("loaded []");
        put(store, "c/team a/node", "1");
        assertThat(heard.next()).isEqualTo("c/team a/node=1");
        assertThat(store.list("c/").keySet()).containsExactly("c/team a/node");
        assertThat(store.delete("c/team a/node")).isTrue();
        assertThat(heard.next()).isEqualTo("c/team a/node deleted");
        assertThat(store.get("c/team a/node")).isEmpty();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}

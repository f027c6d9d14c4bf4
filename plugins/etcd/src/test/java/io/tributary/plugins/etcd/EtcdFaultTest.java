package io.tributary.plugins.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.KeyValueStore.Watch;
import io.tributary.cluster.store.StoreException;
import io.tributary.testkit.network.Relay;
import io.tributary.testkit.store.Etcd;
import io.tributary.testkit.store.Heard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real etcd does to us when it is ill.
class EtcdFaultTest {
  @TempDir Path folder;

  private static final Duration LONGEST = Duration.ofSeconds(30);

  /// Calls until that succeeds.
  private static Optional<String> getOnceItAnswers(KeyValueStore store, String key)
      throws InterruptedException {
    Clock clock = Clock.system();
    long deadlineNanos = clock.nanos() + LONGEST.toNanos();
    while (true) {
      try {
        return Stores.get(store, key);
      } catch (StoreException e) {
        if (clock.nanos() > deadlineNanos) {
          throw new AssertionError("does not come back", e);
        }
        clock.sleepUntil(clock.nanos() + Duration.ofMillis(50).toNanos());
      }
    }
  }

  @Test
  void isNeverEmptyWhileItIsAway() throws Exception {
    try (var etcd = Etcd.start(folder);
        var store = Stores.open(etcd)) {
      Stores.put(store, "a", "1");
      etcd.stop();
      String reason = " in etcd at " + etcd.endpoint() + ": ";
      assertThatThrownBy(() -> store.get("a"))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("cannot read \"a\"" + reason)
          .hasMessageContaining("Connection refused")
          .hasMessageNotContainingAny("io exception", "Pipeline", "\n");
      assertThatThrownBy(() -> store.list(""))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("cannot list \"\"" + reason);
      assertThatThrownBy(() -> Stores.put(store, "a", "2"))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("cannot read \"a\"" + reason);
      assertThatThrownBy(() -> store.delete("a"))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("cannot delete \"a\"" + reason);
      etcd.start();
      assertThat(getOnceItAnswers(store, "a")).hasValue("1");
    }
  }

  @Test
  void tellsAWatchOfEverythingOnceItIsBack() throws Exception {
    try (var etcd = Etcd.start(folder);
        var store = Stores.open(etcd)) {
      etcd.put("c/a", "1".getBytes(UTF_8));
      var heard = new Heard();
      try (Watch _ = store.watch("c/", heard)) {
        assertThat(heard.next()).isEqualTo("loaded [c/a]");
        etcd.kill();
        etcd.start();
        heard.await("loaded [c/a]");
        etcd.put("c/b", "2".getBytes(UTF_8));
        heard.await("c/b=2");
      }
    }
  }

  @Test
  void tellsAWatchWhatIsLeftOfAWipedOne() throws Exception {
    try (var etcd = Etcd.start(folder);
        var store = Stores.open(etcd)) {
      for (int i = 0; i < 20; i++) {
        etcd.put("c/a", ("" + i).getBytes(UTF_8));
      }
      var heard = new Heard();
      try (Watch _ = store.watch("c/", heard)) {
        assertThat(heard.next()).isEqualTo("loaded [c/a]");
        etcd.stop();
        etcd.wipe();
        etcd.start();
        heard.await("loaded []");
        // Its revision is lower than the one that the watch knew.
        etcd.put("c/b", "2".getBytes(UTF_8));
        heard.await("c/b=2");
      }
    }
  }

  @Test
  void watchesOnThroughCompaction() throws Exception {
    try (var etcd = Etcd.start(folder);
        var relay = new Relay(etcd.port());
        var store = Stores.open(relay.endpoint(), "", "", Optional.empty())) {
      etcd.put("c/a", "1".getBytes(UTF_8));
      var heard = new Heard();
      try (Watch _ = store.watch("c/", heard)) {
        assertThat(heard.next()).isEqualTo("loaded [c/a]");
        relay.cut();
        etcd.delete("c/a");
        etcd.put("c/b", "2".getBytes(UTF_8));
        etcd.compact();
        relay.mend();
        heard.await("loaded [c/b]");
        etcd.put("c/c", "3".getBytes(UTF_8));
        heard.await("c/c=3");
      }
    }
  }

  @Test
  void isSlowWithoutHarm() throws Exception {
    try (var etcd = Etcd.start(folder);
        var relay = new Relay(etcd.port());
        var store = Stores.open(relay.endpoint(), "", "", Optional.empty())) {
      relay.delay(Duration.ofMillis(30));
      Stores.put(store, "c/a", "1");
      var heard = new Heard();
      try (Watch _ = store.watch("c/", heard)) {
        assertThat(heard.next()).isEqualTo("loaded [c/a]");
        Stores.put(store, "c/a", "2");
        assertThat(heard.next()).isEqualTo("c/a=2");
      }
    }
  }

  @Test
  void givesUpARequestThatHangs() throws Exception {
    try (var etcd = Etcd.start(folder);
        var store = Stores.open(etcd)) {
      Stores.put(store, "a", "1");
      etcd.pause();
      assertThatThrownBy(() -> store.get("a"))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "cannot read \"a\" in etcd at "
                  + etcd.endpoint()
                  + ": no answer within the deadline");
      etcd.resume();
      assertThat(getOnceItAnswers(store, "a")).hasValue("1");
    }
  }

  @Test
  void logsInAndOutlivesItsToken() throws Exception {
    try (var etcd = Etcd.start(folder, "--auth-token-ttl=1");
        var before = Stores.open(etcd.endpoint(), "agent", "wonderland", Optional.empty())) {
      // A login that is not asked for yet does no harm.
      Stores.put(before, "c/a", "1");
      etcd.requireLogin("agent", "wonderland");
      assertThat(getOnceItAnswers(before, "c/a")).hasValue("1");
      var heard = new Heard();
      try (Watch _ = before.watch("c/", heard)) {
        assertThat(heard.next()).isEqualTo("loaded [c/a]");
        // Simple tokens end after the time to live, give or take a second in which they are looked
        // at.
        Clock.system().sleepUntil(Clock.system().nanos() + Duration.ofSeconds(3).toNanos());
        Stores.put(before, "c/a", "2");
        heard.await("c/a=2");
        etcd.kill();
        etcd.start();
        heard.await("loaded [c/a]");
        Stores.put(before, "c/a", "3");
        heard.await("c/a=3");
      }
    }
  }

  @Test
  void saysThatALoginIsWrong() throws Exception {
    try (var etcd = Etcd.start(folder)) {
      etcd.requireLogin("agent", "wonderland");
      try (var store = Stores.open(etcd.endpoint(), "agent", "looking glass", Optional.empty())) {
        assertThatThrownBy(() -> store.get("a"))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("authentication failed, invalid user ID or password")
            .satisfies(e -> assertThat(e.toString()).doesNotContain("looking glass"));
      }
      try (var store = Stores.open(etcd)) {
        assertThatThrownBy(() -> store.get("a"))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("user name is empty");
      }
    }
  }
}

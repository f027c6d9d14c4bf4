package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three agents of a scraping service, each a process of its own, over a real etcd.
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // The second one ends two of the agents.
class ScrapingServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Until all is as it was before a store failed.
  private static final Duration CONVERGENCE = Duration.ofSeconds(30);

  private static final int COUNT = 12;

  @TempDir static Path directory;
  private static @Nullable ServiceLab made;

  @BeforeAll
  static void make() throws Exception {
    made = new ServiceLab(directory, Duration.ofSeconds(1));
  }

  @AfterAll
  static void stop() throws Exception {
    if (made != null) {
      made.close();
    }
  }

  private static ServiceLab lab() {
    if (made == null) {
      throw new IllegalStateException("BUG: there is no lab");
    }
    return made;
  }

  @BeforeEach
  void threeAgentsRunEverything() throws Exception {
    ServiceLab lab = lab();
    for (String id : List.of("one", "two", "three")) {
      if (!lab.agents.containsKey(id)) {
        lab.start(id);
      }
    }
    lab.awaitRing(PATIENCE);
    int next = 0;
    for (int i = 0; i < COUNT; i++) {
      if (!lab.stored.contains(ServiceLab.name(i))) {
        var through = List.copyOf(lab.agents.values()).get(next++ % 3);
        lab.put(through, ServiceLab.name(i));
      }
    }
    lab.awaitEachOnce(PATIENCE);
  }

  @Order(2)
  @Test
  void sharesOutTakesOverAndForgets() throws Exception {
    ServiceLab lab = lab();
    lab.receiver.await("all jobs", () -> lab.scraped().containsAll(lab.stored));
    lab.kill(lab.busy());
    lab.awaitEachOnce(PATIENCE);

    String deleted = ServiceLab.name(0);
    lab.delete(lab.any(), deleted);
    assertThat(lab.awaitEachOnce(PATIENCE)).isLessThan(Duration.ofSeconds(20));

    lab.end(lab.agents.lastKey());
    lab.awaitEachOnce(PATIENCE);
    assertThat(lab.ends()).allMatch(deleted::equals);
  }

  /// Down, slow, hanging, without its history, and empty.
  @Order(1)
  @Test
  void keepsEverythingRunningWhateverTheStoreDoes() throws Exception {
    ServiceLab lab = lab();
    lab.awaitScrapes(1);
    long from = Clock.system().wallMs();
    var before = lab.assignments();
    var ended = lab.ends();

    lab.etcd.stop();
    lab.awaitScrapes(3);
    assertThat(lab.assignments()).isEqualTo(before);
    lab.etcd.start();
    lab.etcd.compact();
    lab.awaitCalm(before, CONVERGENCE);

    lab.relay.delay(Duration.ofMillis(150));
    lab.put(lab.any(), ServiceLab.name(1));
    lab.relay.delay(Duration.ZERO);
    lab.etcd.pause();
    lab.awaitScrapes(3);
    lab.etcd.resume();
    lab.awaitCalm(before, CONVERGENCE);

    lab.etcd.stop();
    lab.etcd.wipe();
    lab.etcd.start();
    lab.awaitScrapes(4);
    assertThat(lab.assignments()).isEqualTo(before);
    lab.store();
    lab.awaitCalm(before, CONVERGENCE);
    assertThat(lab.gaps(Duration.ofMillis(2500), from)).isEmpty();
    assertThat(lab.ends()).isEqualTo(ended);
  }
}

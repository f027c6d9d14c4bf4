package io.tributary.discovery.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.GraphBench;
import io.tributary.discovery.GraphBenchTest;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.model.labels.Labels;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What all mechanisms have in common.
class TargetsComponentTest extends GraphBenchTest {
  private static final Labels TARGET = Labels.of("__address__", "a:1");

  private final CompletableFuture<Discoverer.Sink> started = new CompletableFuture<>();

  @Override
  protected GraphBench start() {
    var settings = new DnsDiscoverySettings(List.of(), "SRV", 0, Duration.ofSeconds(30));
    return new GraphBench(
        directory,
        List.of(
            TargetsComponent.definition(
                "discovery.scripted",
                ArgumentsCodec.of(_ -> settings, _ -> Body.EMPTY),
                (_, _) -> _ -> new Scripted())));
  }

  private final class Scripted implements Discoverer {
    @Override
    public void start(Sink into) {
      started.complete(into);
    }

    @Override
    public void close() {}
  }

  private static List<TargetGroup> targets(int count) {
    return List.of(new TargetGroup("g", Collections.nCopies(count, TARGET), Labels.EMPTY));
  }

  @Test
  void isUnhealthyWhileItFindsMoreThanThereMayBe() throws Exception {
    bench.load(
        """
        discovery.scripted "x" { }
        test.sink "s" { input = discovery.scripted.x.targets }
        """);
    Discoverer.Sink sink = started.get(20, TimeUnit.SECONDS);
    sink.publish(targets(1));
    bench.awaitTargets("s", "__address__", "a:1");
    bench.awaitHealth("discovery.scripted.x", "healthy", "");
    sink.publish(targets(DiscoveryLimits.DEFAULTS.maxTargets() + 1));
    bench.awaitHealth(
        "discovery.scripted.x", "unhealthy", "more than 1000000 targets were discovered");
    assertThat(bench.targets("s")).hasSize(1);
    sink.publish(targets(1));
    bench.awaitHealth("discovery.scripted.x", "healthy", "");
  }
}

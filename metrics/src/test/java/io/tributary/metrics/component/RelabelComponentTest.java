package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RelabelComponentTest {
  @TempDir Path directory;
  private ComponentBench bench;
  private TargetServer target;

  @BeforeEach
  void start() throws Exception {
    bench = new ComponentBench(directory);
    target = new TargetServer("a 1\nb 2\n");
  }

  @AfterEach
  void stop() {
    bench.close();
    target.close();
  }

  private String config(String rules) {
    return """
    prometheus.scrape "x" {
      targets         = [{"__address__" = "%s"}]
      forward_to      = [prometheus.relabel.r.receiver]
      scrape_interval = "500ms"
      scrape_timeout  = "500ms"
    }
    prometheus.relabel "r" {
      forward_to = [test.sink.s.receiver]
      %s
    }
    test.sink "s" { }
    """
        .formatted(target.address(), rules);
  }

  @Test
  void appliesOtherRulesUnderAScrapeThatGoesOn() throws Exception {
    bench.load(config("rule {\n target_label = \"zone\"\n replacement = \"one\"\n}"));
    var samples = bench.sink("s");
    samples.await("a sample", one -> one.text("zone").equals("b zone=one 2.0"));
    bench.load(
        config(
            """
            rule {
              target_label = "zone"
              replacement  = "one"
            }
            rule {
              source_labels = ["__name__"]
              regex         = "b"
              action        = "drop"
            }
            """));
    samples.await("the end of b", one -> one.text("zone").equals("b zone=one stale"));
    samples.clear();
    target.awaitMore(2);
    assertThat(samples.named("b")).isEmpty();
    assertThat(samples.named("a")).noneMatch(Samples.Sample::isStale);
    assertThat(bench.metric("prometheus_target_scrape_pool_sync")).isEqualTo(1);
    assertThat(bench.metric("alloy_prometheus_relabel_metrics_processed"))
        .isGreaterThan(bench.metric("alloy_prometheus_relabel_metrics_written"));
  }

  @Test
  void showsItsReceiverAndItsRules() throws Exception {
    bench.load(config("rule {\n target_label = \"zone\"\n replacement = \"one\"\n}"));
    var component = bench.component("prometheus.relabel.r");
    assertThat(component.exports().toString()).contains("name=receiver").contains("name=rules");
    assertThat(component.arguments().toString())
        .contains("name=max_cache_size, value=NumberJson[value=100000.0]")
        .contains("BlockJson[name=rule");
  }

  @Test
  void refusesArgumentsThatCannotWork() throws Exception {
    assertThat(
            bench.errors(
                """
                prometheus.relabel "r" {
                  max_cache_size = 0
                  cache_ttl      = "-1s"
                  rule {
                    action = "unknown"
                  }
                }
                """))
        .containsExactlyInAnyOrder(
            "main.river:1:1: missing required attribute \"forward_to\"",
            "main.river:2:20: max_cache_size must be greater than 0 and is 0",
            "main.river:3:20: cache_ttl must not be negative and is -1s",
            "main.river:5:14: \"unknown\" unrecognized action type \"unknown\"");
  }
}

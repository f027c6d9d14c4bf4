package io.tributary.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceMetricsTest {
  @Test
  void areTheOriginalsByNameLabelsAndHelp() throws Exception {
    var cluster = new SimulatedCluster(5);
    SimulatedAgent agent = cluster.start("a");
    cluster.start("b");
    cluster.run(Duration.ofSeconds(10));
    byte[] yaml = "job x".getBytes(StandardCharsets.UTF_8);
    agent.service.configurations().put("one", yaml);
    agent.service.configurations().put("one", yaml);
    agent.service.configurations().delete("one");
    cluster.run(Duration.ofSeconds(10));
    assertThat(page(agent))
        .contains(
            """
            # HELP agent_metrics_ha_configs_created_total Total number of created scraping service configs
            # TYPE agent_metrics_ha_configs_created_total counter
            agent_metrics_ha_configs_created_total 1.0
            """)
        .contains("agent_metrics_ha_configs_updated_total 1.0\n")
        .contains("agent_metrics_ha_configs_deleted_total 1.0\n")
        .contains("# TYPE agent_metrics_scraping_service_reshard_duration histogram\n")
        .contains(
            "agent_metrics_scraping_service_reshard_duration_bucket{success=\"1\",le=\"0.005\"}")
        .contains(
            """
            # HELP agent_dskit_ring_members Number of members in the ring
            # TYPE agent_dskit_ring_members gauge
            agent_dskit_ring_members{name="agent_viewer",state="ACTIVE"} 2.0
            agent_dskit_ring_members{name="agent_viewer",state="JOINING"} 0.0
            agent_dskit_ring_members{name="agent_viewer",state="LEAVING"} 0.0
            agent_dskit_ring_members{name="agent_viewer",state="PENDING"} 0.0
            agent_dskit_ring_members{name="agent_viewer",state="UNHEALTHY"} 0.0
            """)
        .contains(
            """
            # HELP agent_dskit_ring_tokens_total Number of tokens in the ring
            # TYPE agent_dskit_ring_tokens_total gauge
            agent_dskit_ring_tokens_total{name="agent_viewer"} 64.0
            """)
        .contains(
            "agent_dskit_ring_oldest_member_timestamp{name=\"agent_viewer\",state=\"ACTIVE\"}"
                + " 1.70000")
        .containsPattern(
            "agent_dskit_member_consul_heartbeats_total\\{name=\"agent\"} [3-6]\\.0\n");
    agent.service.leave();
    cluster.run(Duration.ofSeconds(1));
    assertThat(page(agent))
        .contains(
            "agent_dskit_shutdown_duration_seconds_count{name=\"agent\",op=\"transfer\",status=\"success\"}"
                + " 1");
  }

  private static String page(SimulatedAgent agent) throws IOException {
    var registry = new PrometheusRegistry();
    registry.register(agent.service.metrics());
    var out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }
}

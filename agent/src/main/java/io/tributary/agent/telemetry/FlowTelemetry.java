package io.tributary.agent.telemetry;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/// Build and resources under the names of Alloy and of the Agent.
///
/// Source: parity/flow-runtime §12; grafana/alloy `internal/alloycli/resources_collector.go`.
public final class FlowTelemetry {
  private static final List<String> FAMILIES = List.of("alloy", "agent");

  private FlowTelemetry() {}

  public static void register(PrometheusRegistry registry) {
    var readings = new Readings(registry);
    FAMILIES.forEach(family -> register(readings, family));
  }

  private static void register(Readings readings, String family) {
    readings.build(family);
    var stat = new ProcStat();
    String process = family + "_resources_process_";
    readings.gauge(process + "start_time_seconds", "Start, as Unix time.", stat::startSeconds);
    readings.counter(process + "cpu_seconds_total", "CPU time, user and system.", stat::cpuSeconds);
    readings.gauge(process + "resident_memory_bytes", "Resident memory.", stat::residentBytes);
    readings.gauge(process + "virtual_memory_bytes", "Virtual memory.", stat::virtualBytes);
    String machine = family + "_resources_machine_";
    readings.counter(
        machine + "rx_bytes_total",
        "Bytes received over the network, in this network namespace.",
        stat::receivedBytes);
    readings.counter(
        machine + "tx_bytes_total",
        "Bytes sent over the network, in this network namespace.",
        stat::transmittedBytes);
  }
}

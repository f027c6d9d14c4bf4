package io.tributary.agent.telemetry;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.build.BuildInfo;
import java.util.List;

/// Build and resources under the names of Alloy and of the Agent.
///
/// Source: parity/flow-runtime §12; grafana/alloy `internal/alloycli/resources_collector.go`.
public final class FlowTelemetry {
  private static final List<String> FAMILIES = List.of("alloy", "agent");

  private final PrometheusRegistry registry;
  private final Readings readings;

  private FlowTelemetry(PrometheusRegistry registry) {
    this.registry = registry;
    this.readings = new Readings(registry);
  }

  public static void register(PrometheusRegistry registry) {
    var telemetry = new FlowTelemetry(registry);
    FAMILIES.forEach(telemetry::register);
  }

  private void register(String family) {
    BuildInfo build = BuildInfo.CURRENT;
    Info.builder()
        .name(family + "_build_info")
        .help("A constant 1 with the version and the origin of the program as labels.")
        .labelNames("version", "revision", "branch", "goversion", "goos", "goarch", "tags")
        .register(registry)
        .addLabelValues(
            build.version(),
            build.revision(),
            build.branch(),
            build.runtime(),
            BuildInfo.os(),
            BuildInfo.architecture(),
            "tributary");
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

package io.tributary.agent.telemetry;

import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Metrics of the build, the process (`process_*`, read from `/proc`), the virtual machine
/// (`jvm_*`), and those `go_*` names of popular dashboards that have an honest equivalent.
///
/// Source: parity §8.1.
public final class ProcessTelemetry {
  private final PrometheusRegistry registry;
  private final Readings readings;

  private ProcessTelemetry(PrometheusRegistry registry) {
    this.registry = registry;
    this.readings = new Readings(registry);
  }

  public static void register(PrometheusRegistry registry) {
    var telemetry = new ProcessTelemetry(registry);
    telemetry.readings.build("prometheus");
    telemetry.process();
    telemetry.virtualMachine();
  }

  private void process() {
    var stat = new ProcStat();
    readings.counter(
        "process_cpu_seconds_total", "CPU time, user and system.", () -> stat.cpuSeconds());
    readings.gauge("process_resident_memory_bytes", "Resident memory.", () -> stat.residentBytes());
    readings.gauge("process_virtual_memory_bytes", "Virtual memory.", () -> stat.virtualBytes());
    readings.gauge(
        "process_virtual_memory_max_bytes",
        "Virtual memory that may be taken.",
        () -> stat.maxVirtualBytes());
    readings.gauge("process_start_time_seconds", "Start, as Unix time.", () -> stat.startSeconds());
    readings.gauge("process_open_fds", "Open file descriptors.", () -> stat.openDescriptors());
    readings.gauge(
        "process_max_fds", "File descriptors that may be open.", () -> stat.maxDescriptors());
    readings.counter(
        "process_network_receive_bytes_total",
        "Bytes received over the network, in this network namespace.",
        () -> stat.receivedBytes());
    readings.counter(
        "process_network_transmit_bytes_total",
        "Bytes sent over the network, in this network namespace.",
        () -> stat.transmittedBytes());
  }

  private void virtualMachine() {
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    Runtime runtime = Runtime.getRuntime();
    readings.gauge(
        "go_goroutines", "Threads; for dashboards made for Go.", new ProcStat()::threads);
    readings.gauge(
        "go_memstats_heap_inuse_bytes",
        "Heap in use; for dashboards made for Go.",
        () -> runtime.totalMemory() - runtime.freeMemory());
    readings.gauge(
        "go_memstats_heap_alloc_bytes",
        "Heap in use; for dashboards made for Go.",
        () -> runtime.totalMemory() - runtime.freeMemory());
    readings.gauge(
        "go_memstats_alloc_bytes",
        "Heap in use; for dashboards made for Go.",
        () -> runtime.totalMemory() - runtime.freeMemory());
    readings.gauge(
        "go_memstats_heap_sys_bytes",
        "Heap taken from the system; for dashboards made for Go.",
        runtime::totalMemory);
  }
}

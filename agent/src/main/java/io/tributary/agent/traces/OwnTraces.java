package io.tributary.agent.traces;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.build.BuildInfo;
import io.tributary.base.config.ConfigException;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClients;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Traces of what the agent does itself. They go where the environment variables of OpenTelemetry
/// say; without an endpoint there are none, and they cost nothing.
public final class OwnTraces implements AutoCloseable {
  /// That of Alloy.
  public static final double DEFAULT_FRACTION = 0.1;

  /// Spans that wait to be sent; more are dropped. A load of ten thousand components fits.
  private static final int MAX_WAITING_SPANS = 20_000;

  private static final Duration SEND_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(OwnTraces.class);

  private final @Nullable SdkTracerProvider provider;

  /// What cannot be used is said in the log, and leaves the agent without traces.
  ///
  /// @param fraction of all traces that is sampled, between 0 and 1; may change
  public OwnTraces(
      Map<String, String> environment,
      DoubleSupplier fraction,
      HttpClients clients,
      PrometheusRegistry registry) {
    provider = open(environment, new FractionSampler(fraction), clients, registry);
  }

  private static @Nullable SdkTracerProvider open(
      Map<String, String> environment,
      Sampler sampler,
      HttpClients clients,
      PrometheusRegistry registry) {
    try {
      Optional<TraceDestination> destination = TraceDestination.of(environment);
      return destination.isEmpty() ? null : open(destination.get(), sampler, clients, registry);
    } catch (ConfigException | IOException e) {
      LOG.atError().addKeyValue("err", e.getMessage()).log("own traces are not sent");
      return null;
    }
  }

  private static SdkTracerProvider open(
      TraceDestination destination,
      Sampler sampler,
      HttpClients clients,
      PrometheusRegistry registry)
      throws IOException {
    var options = HttpClientOptions.named("own-traces", "Tributary/" + BuildInfo.CURRENT.version());
    var metrics = new TraceMetrics(registry);
    var sender = new TraceSender(destination, clients.open(destination.client(), options), metrics);
    var batches =
        BatchSpanProcessor.builder(sender)
            .setMaxQueueSize(MAX_WAITING_SPANS)
            .setScheduleDelay(SEND_INTERVAL)
            .setExporterTimeout(destination.timeout())
            .build();
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .addSpanProcessor(metrics)
        .addSpanProcessor(batches)
        .build();
  }

  public Tracer tracer() {
    TracerProvider traces = provider == null ? TracerProvider.noop() : provider;
    return traces.get("io.tributary.runtime");
  }

  /// Sends what waits, for a moment.
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

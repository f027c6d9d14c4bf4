package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.disk.Disk;
import io.tributary.base.memory.HeapRoom;
import io.tributary.base.time.Clock;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Catalogue;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.Stability;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.net.client.HttpClients;
import io.tributary.net.scrape.SelectorLoop;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.value.Value;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.Services;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A graph with the metrics components on the machine's clock, sockets and disk.
///
/// `test.source` hands out columns of the test, `test.sink` records what it receives, and
/// `test.broken` refuses it.
final class ComponentBench implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  final Layouts layouts = new Layouts();
  final PrometheusRegistry registry = new PrometheusRegistry();
  private final Clock clock = Clock.system();
  private final HttpClients clients = new HttpClients(clock);
  private final SelectorLoop loop;
  private final GraphRuntime runtime;
  private final Map<String, List<MetricsReceiver>> sources = new ConcurrentHashMap<>();
  private final Map<String, Samples> sinks = new ConcurrentHashMap<>();

  ComponentBench(Path directory) throws IOException {
    this(directory, Stability.GENERALLY_AVAILABLE);
  }

  /// Where experimental arguments may be used.
  static ComponentBench experimental(Path directory) throws IOException {
    return new ComponentBench(directory, Stability.EXPERIMENTAL);
  }

  private ComponentBench(Path directory, Stability least) throws IOException {
    loop = SelectorLoop.start("test-scrape", clock);
    var tuning =
        new DataPlane.Tuning(
            "Tributary/test",
            Duration.ofMillis(2),
            0,
            Duration.ZERO,
            Long.MAX_VALUE,
            Duration.ZERO,
            Duration.ofSeconds(5),
            MemberShare.ALL);
    var plane = new DataPlane(loop, clients, layouts, Disk.real(), HeapRoom.PLENTY, tuning);
    var library = Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));
    var parts =
        RuntimeParts.of(catalogue(), library, registry, clock)
            .with(Services.NONE.with(DataPlane.class, plane));
    runtime = new GraphRuntime(RuntimeSettings.in(directory).with(least), parts);
  }

  private Catalogue catalogue() {
    var all = new ArrayList<ComponentDefinition<?>>(MetricsComponents.all());
    all.add(source());
    all.add(sink());
    all.add(broken());
    return Catalogue.of(all);
  }

  private ComponentDefinition<List<MetricsReceiver>> source() {
    return ComponentDefinition.of(
        "test.source",
        ArgumentsCodec.of(Receivers::read, _ -> Body.EMPTY),
        (context, first) -> {
          sources.put(context.id().global(), first);
          return next -> sources.put(context.id().global(), next);
        });
  }

  private ComponentDefinition<Boolean> sink() {
    return ComponentDefinition.of(
        "test.sink",
        ArgumentsCodec.of(_ -> true, _ -> Body.EMPTY),
        (context, _) -> {
          var samples = new Samples();
          sinks.put(context.id().global(), samples);
          return receiving(context, new MetricsReceiver(context.id().global(), samples));
        });
  }

  private ComponentDefinition<Boolean> broken() {
    return ComponentDefinition.of(
        "test.broken",
        ArgumentsCodec.of(_ -> true, _ -> Body.EMPTY),
        (context, _) ->
            receiving(
                context,
                new MetricsReceiver(
                    context.id().global(),
                    _ -> {
                      throw new IllegalStateException("out of order");
                    })));
  }

  private static Component<Boolean> receiving(ComponentContext context, MetricsReceiver receiver) {
    context.publish(Exports.of("receiver", Value.of(receiver)));
    return _ -> {};
  }

  /// Loads a text that has to be without any error.
  void load(String text) throws InterruptedException {
    assertThat(errors(text)).isEmpty();
  }

  /// Loads a text; gives what is wrong with it, line by line.
  List<String> errors(String text) throws InterruptedException {
    LoadResult result = runtime.load(Source.of("/etc/agent", SourceFile.of("main.river", text)));
    runtime.awaitIdle();
    return result.errors().stream().map(Diagnostic::toString).toList();
  }

  /// Hands a column to whatever `test.source.LABEL` forwards to.
  void append(String label, ScrapeColumn column) {
    sources
        .getOrDefault("test.source." + label, List.of())
        .forEach(receiver -> receiver.sink().append(column));
  }

  /// What `test.sink.LABEL` received.
  Samples sink(String label) {
    Samples samples = sinks.get("test.sink." + label);
    if (samples == null) {
      throw new AssertionError("no sink " + label);
    }
    return samples;
  }

  ComponentJson component(String id) {
    return runtime.component(id).orElseThrow(() -> new AssertionError("no component " + id));
  }

  String debugInfo(String id) {
    return component(id).debugInfo().toString();
  }

  /// The sum of a counter, called without `_total`, or of a gauge over all data points.
  double metric(String name) {
    double sum = 0;
    for (MetricSnapshot family : registry.scrape()) {
      if (family.getMetadata().getPrometheusName().equals(name)) {
        for (DataPointSnapshot point : family.getDataPoints()) {
          if (point instanceof CounterSnapshot.CounterDataPointSnapshot counter) {
            sum += counter.getValue();
          } else if (point instanceof GaugeSnapshot.GaugeDataPointSnapshot gauge) {
            sum += gauge.getValue();
          }
        }
      }
    }
    return sum;
  }

  /// Waits for something that no part of a test can wait for; fails after 20 s.
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    runtime.close();
    loop.close();
    clients.close();
  }
}

package io.tributary.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.base.time.ManualClock;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Catalogue;
import io.tributary.component.Component;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.discovery.client.ComponentClients;
import io.tributary.discovery.component.DiscoveryComponents;
import io.tributary.discovery.shared.ClusterDiscovery;
import io.tributary.model.labels.Labels;
import io.tributary.net.client.HttpClients;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.value.Convert;
import io.tributary.river.value.Value;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.Services;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// A graph that runs the components of this module, and `test.sink "NAME" { input = … }`, which
/// remembers what it is given. Time passes while somebody waits, and only then.
public final class GraphBench implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  public final ManualClock clock = new ManualClock(1_700_000_000_000L);
  public final PrometheusRegistry registry = new PrometheusRegistry();
  private final HttpClients clients = new HttpClients(Clock.system());
  private final GraphRuntime runtime;

  /// What each sink was given, the latest last. Guarded by `this`.
  private final Map<String, List<Value>> inputs = new HashMap<>();

  public GraphBench(Path directory) {
    this(directory, List.of());
  }

  /// Definitions of `others` take the places of those with their names.
  public GraphBench(Path directory, List<ComponentDefinition<?>> others) {
    this(directory, others, ClusterDiscovery.OFF);
  }

  /// One agent of several that share what they discover.
  public GraphBench(Path directory, ClusterDiscovery cluster) {
    this(directory, List.of(), cluster);
  }

  private GraphBench(
      Path directory, List<ComponentDefinition<?>> others, ClusterDiscovery cluster) {
    var definitions = new ArrayList<ComponentDefinition<?>>(others);
    definitions.add(sink());
    for (ComponentDefinition<?> definition : DiscoveryComponents.all()) {
      if (others.stream().noneMatch(other -> other.name().equals(definition.name()))) {
        definitions.add(definition);
      }
    }
    RuntimeParts parts =
        RuntimeParts.of(
                Catalogue.of(definitions),
                Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> "")),
                registry,
                clock)
            .with(
                Services.NONE
                    .with(ComponentClients.class, new ComponentClients(clients, "Tributary/test"))
                    .with(ClusterDiscovery.class, cluster));
    runtime = new GraphRuntime(RuntimeSettings.in(directory.resolve("data")), parts);
  }

  private ComponentDefinition<Value> sink() {
    return ComponentDefinition.of(
        "test.sink",
        ArgumentsCodec.of(
            block -> block.required("input").value().orElseGet(Value::ofNull), _ -> Body.EMPTY),
        (context, first) -> {
          String id = context.id().global();
          remember(id, first);
          return new Component<Value>() {
            @Override
            public void update(Value next) {
              remember(id, next);
            }
          };
        });
  }

  private synchronized void remember(String id, Value input) {
    inputs.computeIfAbsent(id, _ -> new ArrayList<>()).add(input);
  }

  /// Loads a text that has to be without any error.
  public void load(String text) throws InterruptedException {
    assertThat(tryLoad(text)).isEmpty();
  }

  /// The errors of a text.
  public List<String> tryLoad(String text) throws InterruptedException {
    LoadResult result = runtime.load(Source.of("/etc/agent", SourceFile.of("main.river", text)));
    runtime.awaitIdle();
    return result.errors().stream().map(Diagnostic::toString).toList();
  }

  /// What the sink was last given.
  public synchronized Value input(String name) {
    List<Value> all = inputs.getOrDefault("test.sink." + name, List.of());
    return all.isEmpty() ? Value.ofNull() : all.getLast();
  }

  /// How often the sink was given something.
  public synchronized int inputCount(String name) {
    return inputs.getOrDefault("test.sink." + name, List.of()).size();
  }

  public List<Labels> targets(String name) {
    return Convert.toList(input(name), TargetCapsule.READER);
  }

  /// Waits for targets with these values of a label, in whatever order.
  public void awaitTargets(String name, String label, String... values) {
    await(
        "targets " + List.of(values),
        () ->
            targets(name).stream()
                .map(target -> target.getOrEmpty(label))
                .sorted()
                .toList()
                .equals(List.of(values)));
  }

  public void awaitInput(String name, Predicate<Value> condition) {
    await("input of " + name, () -> condition.test(input(name)));
  }

  public void awaitHealth(String id, String state, String message) {
    await(
        state + " " + id + ": " + message,
        () -> health(id).state().equals(state) && health(id).message().contains(message));
  }

  public void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain for " + what + "; there are " + lastInputs());
      }
      clock.advance(Duration.ofMillis(500));
      LockSupport.parkNanos(2_000_000);
    }
  }

  private synchronized String lastInputs() {
    var last = new HashMap<String, Value>();
    inputs.forEach((id, all) -> last.put(id, all.getLast()));
    return last + " and " + runtime.unhealthy();
  }

  public ComponentJson component(String id) {
    return runtime.component(id).orElseThrow(() -> new AssertionError("no component " + id));
  }

  public ComponentJson.HealthJson health(String id) {
    return component(id).health();
  }

  @Override
  public void close() {
    runtime.close();
    clients.close();
  }
}

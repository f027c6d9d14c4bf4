package io.tributary.metrics.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretUrls;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Ending;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.component.tap.DataKind;
import io.tributary.component.tap.Tap;
import io.tributary.metrics.receive.server.WriteEndpoint;
import io.tributary.metrics.remotewrite.DestinationStatus;
import io.tributary.metrics.remotewrite.IncomingMetrics;
import io.tributary.metrics.remotewrite.RemoteWriteSenders;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalStatistics;
import io.tributary.metrics.wal.WalStatistics.OfConsumer;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.river.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// `prometheus.remote_write`: writes what it receives into a log in its data directory, and sends
/// it from there to its endpoints.
///
/// The log is open for as long as the component exists; endpoints are served while it runs. Ending
/// one that other settings replace may take seconds, so its own thread does that and not the one
/// that evaluates the graph: [#update] only checks, and [#run] brings the endpoints in line.
///
/// Source: grafana/alloy `internal/component/prometheus/remotewrite/remote_write.go`.
final class RemoteWriteComponent
    implements Component<RemoteWriteArguments>, SendsSamples, TakesWrites, Settles {
  static final ComponentDefinition<RemoteWriteArguments> DEFINITION =
      ComponentDefinition.of(
              "prometheus.remote_write", RemoteWriteArguments.CODEC, RemoteWriteComponent::new)
          .exporting(Exports.of("receiver", Value.ofNull()));

  private final ComponentContext context;
  private final DataPlane plane;
  private final Tap tap;
  private final Wal wal;
  private final RemoteWriteSenders senders;

  // Guarded by this.
  private RemoteWriteArguments arguments;
  private boolean hasChanged = true;
  private boolean isBusy;
  private boolean isOver;

  /// Why the arguments are not in force; empty when they are.
  private volatile String problem = "";

  private volatile boolean hasEnded;

  /// What is written now; empty unless series are to end with this component.
  private volatile Optional<LiveStreams> live = Optional.empty();

  private final ColumnSink log;
  private final ColumnSink entrance = new Entrance();

  /// Made when somebody writes for the first time; guarded by this.
  private @Nullable WriteEndpoint writes;

  RemoteWriteComponent(ComponentContext context, RemoteWriteArguments arguments) {
    this.context = context;
    this.plane = context.service(DataPlane.class);
    this.tap = context.tap();
    this.arguments = arguments;
    PrometheusRegistry registry = plane.engines().registry(context);
    wal = plane.engines().openLog(context, plane);
    try {
      senders = plane.senders(wal, context.clock(), registry);
      check(arguments);
      new StorageMetrics(wal).register(context.registry());
      log = new IncomingMetrics(wal, registry);
      follow(arguments);
      var receiver = new MetricsReceiver(context.id().global(), entrance);
      context.publish(Exports.of("receiver", Value.of(receiver)));
    } catch (RuntimeException e) {
      plane.engines().closeLog(wal);
      throw e;
    }
  }

  private void follow(RemoteWriteArguments next) {
    if (next.ending().writesStale() != live.isPresent()) {
      live = next.ending().writesStale() ? Optional.of(new LiveStreams()) : Optional.empty();
    }
  }

  /// Closed when the component is.
  private final class Entrance implements ColumnSink {
    @Override
    public void append(ScrapeColumn column) {
      requireOpen();
      log.append(column);
      live.ifPresent(streams -> streams.follow(column));
      if (tap.isOpen()) {
        tap.pass(
            DataKind.PROMETHEUS_METRIC, column.sampleCount(), List.of(), () -> Fanout.text(column));
      }
    }

    @Override
    public void sync() throws InterruptedException {
      requireOpen();
      log.sync();
    }

    private void requireOpen() {
      if (hasEnded) {
        throw new IllegalStateException(context.id().global() + " has exited");
      }
    }
  }

  /// Throws where the endpoints cannot work, unless that is said when it shows.
  private void check(RemoteWriteArguments next) {
    if (!plane.engines().areLenient()) {
      senders.check(next.endpoints());
    }
  }

  @Override
  public void update(RemoteWriteArguments next) {
    check(next);
    follow(next);
    synchronized (this) {
      arguments = next;
      hasChanged = true;
      notifyAll();
    }
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    stop.onStop(this::wake);
    try {
      RemoteWriteArguments next = awaitChange(stop);
      while (next != null) {
        apply(next);
        next = awaitChange(stop);
      }
    } finally {
      idle(true);
      end(stop.ending());
    }
  }

  private void end(Ending ending) throws InterruptedException {
    Duration deadline;
    synchronized (this) {
      deadline = arguments.ending().flushDeadline().orElse(plane.tuning().flushDeadline());
    }
    if (ending != Ending.HANDOVER) {
      live.ifPresent(streams -> streams.markers(context.clock().wallMs()).forEach(log::append));
    }
    senders.stop(deadline);
  }

  private synchronized void wake() {
    notifyAll();
  }

  private synchronized @Nullable RemoteWriteArguments awaitChange(StopSignal stop)
      throws InterruptedException {
    idle(false);
    while (!hasChanged && !stop.isStopped()) {
      wait();
    }
    hasChanged = false;
    isBusy = true;
    return stop.isStopped() ? null : arguments;
  }

  private synchronized void idle(boolean forGood) {
    isBusy = false;
    isOver |= forGood;
    notifyAll();
  }

  @Override
  public synchronized Optional<String> settle() throws InterruptedException {
    hasChanged |= !problem.isEmpty();
    notifyAll();
    while ((hasChanged || isBusy) && !isOver) {
      wait();
    }
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  private void apply(RemoteWriteArguments next) {
    try {
      senders.apply(next.endpoints(), next.externalLabels(), next.wal().budget(plane.tuning()));
      problem = "";
    } catch (ConfigException | UncheckedIOException e) {
      problem = String.valueOf(e.getMessage());
      if (!plane.engines().areLenient()) {
        context.logger().error("{}", problem);
      }
    } catch (RuntimeException e) {
      problem = e.toString();
      context.logger().error("cannot bring endpoints in line", e);
    }
  }

  @Override
  public Optional<Health> health() {
    Instant now = Instant.ofEpochMilli(context.clock().wallMs());
    if (!problem.isEmpty()) {
      return Optional.of(Health.unhealthy(problem, now));
    }
    return senders.status().stream()
        .filter(DestinationStatus::isParked)
        .findFirst()
        .map(endpoint ->
            Health.unhealthy(
                "endpoint \"%s\" refuses: %s".formatted(endpoint.name(), endpoint.lastError()),
                now));
  }

  @Override
  public Response write(Request request) throws IOException, InterruptedException {
    return writes().handle(request);
  }

  private synchronized WriteEndpoint writes() {
    WriteEndpoint made = writes;
    if (made == null) {
      made =
          WriteEndpoint.into(
              entrance, plane.layouts(), context.clock(), context.registry(), context.logger());
      writes = made;
    }
    return made;
  }

  @Override
  public WalStatistics log() {
    return wal.statistics();
  }

  @Override
  public List<Account> accounts() {
    Map<String, OfConsumer> log = new HashMap<>();
    wal.statistics().consumers().forEach(consumer -> log.put(consumer.name(), consumer));
    Map<String, String> urls = new HashMap<>();
    synchronized (this) {
      arguments.endpoints().forEach(one -> urls.put(one.name(), SecretUrls.shown(one.url())));
    }
    return senders.status().stream()
        .map(
            status -> account(status, urls.getOrDefault(status.name(), ""), log.get(status.name())))
        .toList();
  }

  private static Account account(
      DestinationStatus status, String url, @Nullable OfConsumer consumer) {
    if (consumer == null) {
      return new Account(status, url, 0, OptionalLong.empty(), Duration.ZERO);
    }
    long budget = consumer.budget().bytes();
    return new Account(
        status,
        url,
        consumer.backlogBytes(),
        budget == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(budget),
        Duration.ofMillis(consumer.unreadMs()));
  }

  @Override
  public Body debugInfo() {
    Body.Builder body = Body.builder();
    senders.status().forEach(endpoint -> body.block("endpoint", describe(endpoint)));
    return body.build();
  }

  private static Body describe(DestinationStatus endpoint) {
    var ledger = endpoint.ledger();
    Map<String, Value> dropped = new LinkedHashMap<>();
    ledger.droppedByReason().forEach((reason, samples) -> dropped.put(reason, Value.of(samples)));
    return Body.builder()
        .attr("name", endpoint.name())
        .attr("refuses", Value.of(endpoint.isParked()))
        .attr("last_error", endpoint.lastError())
        .attr("shards", Value.of(endpoint.shards()))
        .attr("accepted_samples", Value.of(ledger.accepted()))
        .attr("delivered_samples", Value.of(ledger.delivered()))
        .attr("queued_samples", Value.of(ledger.queued()))
        .attr("dropped_samples", Value.of(dropped))
        .build();
  }

  @Override
  public void close() {
    hasEnded = true;
    idle(true);
    senders.close();
    plane.engines().closeLog(wal);
  }
}

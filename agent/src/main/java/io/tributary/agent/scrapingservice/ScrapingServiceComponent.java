package io.tributary.agent.scrapingservice;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.base.config.ConfigException;
import io.tributary.cluster.configs.DocumentCheck;
import io.tributary.cluster.service.ConfigurationStatus;
import io.tributary.cluster.service.ScrapingService;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Health;
import io.tributary.component.Rounds;
import io.tributary.component.StopSignal;
import io.tributary.component.module.OwnModules;
import io.tributary.metrics.component.TakesWrites;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// `prometheus.scraping_service`: takes part in a scraping service, and runs what this agent owns
/// of it as modules.
///
/// One thread brings arguments into force, ends logs that nobody needs, and tries again what
/// failed. Other settings of the service mean to leave the ring and to enter it anew, as in the
/// original; what configurations go by themselves is changed while they run. The service's own
/// threads call [ModuleWorkload].
///
/// Source: grafana/agent `static/metrics/cluster/cluster.go`, `config_watcher.go`.
public final class ScrapingServiceComponent
    implements Component<ScrapingServiceArguments>, RunsConfigurations {
  public static final ComponentDefinition<ScrapingServiceArguments> DEFINITION =
      ComponentDefinition.of(
          "prometheus.scraping_service",
          ScrapingServiceArguments.CODEC,
          ScrapingServiceComponent::new);

  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(1);

  /// Between attempts to begin.
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final ComponentContext context;
  private final Rounds rounds;
  private final LogModules logs;
  private final ModuleWorkload workload;
  private volatile ScrapingServiceArguments arguments;
  private volatile InstanceDocuments documents;

  /// Why the service has not begun; empty where it has.
  private volatile String problem = "it has not begun";

  private volatile Optional<ServiceLink> link = Optional.empty();

  // Owned by the thread that runs.
  private Optional<ScrapingServiceArguments> inForce = Optional.empty();

  private boolean hasDrainedLeftovers;

  /// Under the names of the original, which know of no components.
  private final MultiCollector original =
      () -> service().map(service -> service.metrics().collect()).orElseGet(MetricSnapshots::new);

  private ScrapingServiceComponent(ComponentContext context, ScrapingServiceArguments first) {
    this.context = context;
    arguments = first;
    documents = InstanceDocuments.of(first);
    rounds = new Rounds(context.clock());
    OwnModules modules = context.modules();
    logs =
        new LogModules(
            modules, context.dataDirectory(), context.clock(), context.logger(), rounds::ask);
    workload = new ModuleWorkload(modules, logs, documents);
    new ScrapingServiceMetrics(this).register(context.registry());
    context.service(PrometheusRegistry.class).register(original);
  }

  @Override
  public void update(ScrapingServiceArguments next) {
    documents = InstanceDocuments.of(next);
    arguments = next;
    rounds.ask();
  }

  @Override
  public void close() {
    context.service(PrometheusRegistry.class).unregister(original);
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    try {
      rounds.run(stop, Duration.ZERO, this::round);
    } finally {
      // What told this thread to stop must not keep it from leaving in order.
      boolean wasInterrupted = Thread.interrupted() && !stop.isStopped();
      end();
      workload.awaitEnds();
      logs.endIdle();
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Duration round() throws InterruptedException {
    ScrapingServiceArguments wanted = arguments;
    if (link.isEmpty() || !inForce.map(wanted::equals).orElse(false)) {
      follow(wanted);
    }
    if (!problem.isEmpty()) {
      return RETRY;
    }
    drainLeftovers();
    return logs.sweep() || !hasDrainedLeftovers ? SWEEP : IDLE;
  }

  /// Once, when the store has told what there is.
  private void drainLeftovers() throws InterruptedException {
    if (hasDrainedLeftovers) {
      return;
    }
    Optional<SortedMap<String, byte[]>> stored = service().flatMap(ScrapingService::stored);
    if (stored.isPresent()) {
      hasDrainedLeftovers = true;
      new LeftoverLogs(workload, logs, context.logger()).drain(stored.get());
    }
  }

  private void follow(ScrapingServiceArguments wanted) {
    if (!inForce.map(before -> before.hasSameTerms(wanted)).orElse(false)) {
      workload.readBy(documents);
    }
    if (link.isEmpty() || !inForce.map(before -> before.hasSameService(wanted)).orElse(false)) {
      end();
      begin(wanted);
    }
    if (problem.isEmpty()) {
      inForce = Optional.of(wanted);
    }
  }

  private void begin(ScrapingServiceArguments wanted) {
    try {
      link = Optional.of(ServiceLink.open(wanted, context, workload, new Check()));
      problem = "";
      context.logger().info("scraping service has begun");
    } catch (IOException | RuntimeException e) {
      // Whatever it is, it is tried again; other components go on.
      boolean isForeseen = e instanceof IOException || e instanceof ConfigException;
      String reason = isForeseen ? String.valueOf(e.getMessage()) : e.toString();
      if (!reason.equals(problem)) {
        context.logger().error("cannot begin with the scraping service: {}", reason);
      }
      problem = reason;
    }
  }

  /// Leaves the ring and stops what runs.
  private void end() {
    workload.leave(true);
    link.ifPresent(ServiceLink::close);
    link = Optional.empty();
    workload.leave(false);
  }

  /// By the terms that are in force now.
  private final class Check implements DocumentCheck {
    @Override
    public Document check(String name, byte[] yaml) {
      return documents.check(name, yaml);
    }

    @Override
    public Set<String> jobs(byte[] yaml) {
      return documents.jobs(yaml);
    }
  }

  @Override
  public Optional<ScrapingService> service() {
    return link.map(ServiceLink::service);
  }

  @Override
  public String masked(String name, byte[] yaml) {
    return documents.masked(name, yaml);
  }

  /// What the service does not know of: terms that changed while a configuration ran.
  @Override
  public List<ConfigurationStatus> statuses() {
    List<ConfigurationStatus> statuses = service().map(ScrapingService::statuses).orElse(List.of());
    return statuses.stream().map(this::withOwnProblem).toList();
  }

  private ConfigurationStatus withOwnProblem(ConfigurationStatus status) {
    ModuleWorkload.Running running = workload.running().get(status.name());
    return running == null || running.problem().isEmpty() || !status.problem().isEmpty()
        ? status
        : new ConfigurationStatus(
            status.name(), ConfigurationStatus.State.OUTDATED, running.problem(), status.sinceMs());
  }

  @Override
  public List<Running> running() {
    String id = context.id().global() + "/";
    var all = new ArrayList<Running>();
    workload
        .running()
        .values()
        .forEach(one ->
            all.add(
                new Running(
                    one.name(),
                    one.group(),
                    id + one.module(),
                    id + LogModules.module(one.group()))));
    return all;
  }

  @Override
  public Optional<TakesWrites> log(String name) {
    return Optional.ofNullable(workload.running().get(name))
        .flatMap(one -> logs.receiver(one.group()));
  }

  /// Logs that only send what is left in them.
  int drainingLogs() {
    return (int) logs.groups().values().stream().filter(writers -> writers == 0).count();
  }

  @Override
  public Optional<Health> health() {
    var problems = new ArrayList<String>();
    if (!problem.isEmpty()) {
      problems.add(problem);
    }
    service().ifPresent(service -> problems.addAll(service.problems()));
    List<ConfigurationStatus> bad =
        statuses().stream().filter(status -> !status.problem().isEmpty()).toList();
    if (!bad.isEmpty()) {
      ConfigurationStatus first = bad.getFirst();
      problems.add(
          "cannot run configuration \"%s\" as it is stored: %s%s"
              .formatted(
                  first.name(),
                  first.problem(),
                  bad.size() == 1 ? "" : "; nor %d more".formatted(bad.size() - 1)));
    }
    Instant now = Instant.ofEpochMilli(context.clock().wallMs());
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(Health.unhealthy(String.join("; ", problems), now));
  }

  @Override
  public Body debugInfo() {
    return ScrapingServiceState.of(this, logs.groups());
  }
}

package io.tributary.agent.scrapingservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.ConfigException;
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
import io.tributary.component.Rounds;
import io.tributary.component.StopSignal;
import io.tributary.metrics.component.DataPlane;
import io.tributary.metrics.component.MetricsComponents;
import io.tributary.model.layout.Layouts;
import io.tributary.net.client.HttpClients;
import io.tributary.net.scrape.SelectorLoop;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.Services;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A [ModuleWorkload] in a graph, with real scrapes and a real log. Its documents are River: a line
/// with the group and perhaps `shared`, the body of the log, a line `---`, the body of the jobs.
final class WorkloadBench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String OWNER = "test.workload.w";

  private final Clock clock = Clock.system();
  private final HttpClients clients = new HttpClients(clock);
  private final SelectorLoop loop;
  private final CompletableFuture<Owner> owner = new CompletableFuture<>();
  final Path directory;
  final GraphRuntime runtime;
  final ModuleWorkload workload;
  final LogModules logs;

  WorkloadBench(Path directory) throws Exception {
    this.directory = directory;
    loop = SelectorLoop.start("test-scrape", clock);
    DataPlane.Tuning usual = DataPlane.Tuning.defaults("Tributary/test", 0);
    var tuning =
        new DataPlane.Tuning(
            usual.userAgent(),
            usual.timestampTolerance(),
            0,
            Duration.ZERO,
            Long.MAX_VALUE,
            Duration.ZERO,
            Duration.ofSeconds(1),
            MemberShare.ALL);
    var plane = new DataPlane(loop, clients, new Layouts(), Disk.real(), HeapRoom.PLENTY, tuning);
    var library = Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));
    var all = new ArrayList<ComponentDefinition<?>>(MetricsComponents.all());
    all.add(
        ComponentDefinition.of(
            "test.workload",
            ArgumentsCodec.of(_ -> true, _ -> Body.EMPTY),
            (context, _) -> new Owner(context)));
    var parts =
        RuntimeParts.of(Catalogue.of(all), library, new PrometheusRegistry(), clock)
            .with(Services.NONE.with(DataPlane.class, plane));
    runtime = new GraphRuntime(RuntimeSettings.in(directory), parts);
    assertThat(load("test.workload \"w\" { }\n")).isEmpty();
    Owner running = owner.get(30, TimeUnit.SECONDS);
    workload = running.workload;
    logs = running.logs;
  }

  List<Diagnostic> load(String text) {
    return runtime.load(Source.of("/etc/agent", SourceFile.of("main.river", text))).errors();
  }

  /// Holds the workload while it runs, and sweeps.
  private final class Owner implements Component<Boolean> {
    private final Rounds rounds;
    final LogModules logs;
    final ModuleWorkload workload;

    Owner(ComponentContext context) {
      rounds = new Rounds(context.clock());
      logs =
          new LogModules(
              context.modules(),
              context.dataDirectory(),
              context.clock(),
              context.logger(),
              rounds::ask);
      workload = new ModuleWorkload(context.modules(), logs, WorkloadBench::read);
    }

    @Override
    public void update(Boolean arguments) {}

    @Override
    public void run(StopSignal stop) throws InterruptedException {
      owner.complete(this);
      rounds.run(
          stop,
          Duration.ZERO,
          () -> {
            logs.sweep();
            return Duration.ofMillis(100);
          });
    }
  }

  private static Document read(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      throw new ConfigException("cannot read " + name);
    }
    String[] head = text.substring(0, text.indexOf('\n')).split(" ");
    String[] bodies = text.substring(text.indexOf('\n') + 1).split("---\n");
    return new Document(head[0], head.length > 1, body(name, bodies[0]), body(name, bodies[1]));
  }

  private static List<Statement> body(String name, String text) {
    return RiverParser.parse(name, text)
        .sound()
        .map(RiverFile::body)
        .orElseThrow(() -> new ConfigException("cannot read " + name));
  }

  /// A document whose jobs scrape `targets`, each twice a second, and write to `url`.
  static byte[] document(String group, String url, String... targets) {
    var jobs = new StringBuilder();
    for (int i = 0; i < targets.length; i++) {
      jobs.append(
          """
          prometheus.scrape "j%d" {
            targets = [{"__address__" = "%s"}]
            forward_to = [argument.receiver.value]
            job_name = "%s"
            scrape_interval = "500ms"
            scrape_timeout = "400ms"
          }
          """
              .formatted(i, targets[i], "job" + i));
    }
    return """
    %s
    prometheus.remote_write "d" {
      endpoint {
        url = "%s"
        queue_config { batch_send_deadline = "100ms" }
      }
    }
    export "receiver" { value = prometheus.remote_write.d.receiver }
    ---
    argument "receiver" { }
    %s
    """
        .formatted(group, url, jobs)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The directory of a log.
  Path log(String group) {
    return directory.resolve(OWNER).resolve("log_" + group);
  }

  /// How many configurations write to a log; -1 where there is no such log.
  int writers(String group) {
    return logs.groups().getOrDefault(group, -1);
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    runtime.close();
    loop.close();
    clients.close();
  }
}

package io.tributary.exporters.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.memory.HeapRoom;
import io.tributary.base.time.Clock;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Catalogue;
import io.tributary.component.Component;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.Program;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.component.page.Page;
import io.tributary.component.page.PageRequest;
import io.tributary.component.page.ServesPages;
import io.tributary.metrics.component.DataPlane;
import io.tributary.metrics.component.MetricsComponents;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.net.client.HttpClients;
import io.tributary.net.scrape.SelectorLoop;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.value.Value;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.Services;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A graph with exporters and what scrapes them; `test.sink` notes the labels that it receives.
final class ExporterBench implements AutoCloseable {
  final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<Labels> received = new ArrayList<>();
  private final HttpClients clients;
  private final SelectorLoop loop;
  final GraphRuntime runtime;

  ExporterBench(Path directory) throws IOException {
    Clock clock = Clock.system();
    clients = new HttpClients(clock);
    loop = SelectorLoop.start("test-scrape", clock);
    var tuning = DataPlane.Tuning.defaults("Tributary/test", 0);
    var plane = new DataPlane(loop, clients, new Layouts(), Disk.real(), HeapRoom.PLENTY, tuning);
    var all = new ArrayList<ComponentDefinition<?>>(ExporterComponents.all());
    all.addAll(MetricsComponents.all());
    all.add(sink());
    var library = Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));
    runtime =
        new GraphRuntime(
            RuntimeSettings.in(directory),
            RuntimeParts.of(Catalogue.of(all), library, registry, clock)
                .with(
                    Services.NONE
                        .with(DataPlane.class, plane)
                        .with(Program.class, new Program("1.2.3", "abc", "main"))));
  }

  private ComponentDefinition<Boolean> sink() {
    return ComponentDefinition.of(
        "test.sink",
        ArgumentsCodec.of(_ -> true, _ -> Body.EMPTY),
        (context, _) -> {
          var receiver = new MetricsReceiver(context.id().global(), this::note);
          context.publish(Exports.of("receiver", Value.of(receiver)));
          Component<Boolean> component = _ -> {};
          return component;
        });
  }

  private synchronized void note(ScrapeColumn column) {
    for (int row = 0; row < column.layout().rowCount(); row++) {
      received.add(column.layout().labels(row, column.stream()));
    }
    notifyAll();
  }

  void load(String text) throws InterruptedException {
    assertThat(errors(text)).isEmpty();
  }

  List<String> errors(String text) throws InterruptedException {
    var result = runtime.load(Source.of("/etc/agent", SourceFile.of("main.river", text)));
    runtime.awaitIdle();
    return result.errors().stream().map(Diagnostic::toString).toList();
  }

  ComponentJson component(String id) {
    return runtime.component(id).orElseThrow();
  }

  String page(String id, String path) throws Exception {
    Page page = runtime.capable(id, ServesPages.class).orElseThrow().page(PageRequest.get(path));
    return page.status() + " " + new String(page.body(), StandardCharsets.UTF_8);
  }

  /// Waits for a series; fails after 20 s.
  synchronized Labels await(Predicate<Labels> wanted) throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (true) {
      for (Labels labels : received) {
        if (wanted.test(labels)) {
          return labels;
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited in vain, there were " + received);
      }
      wait(left / 1_000_000 + 1);
    }
  }

  /// Waits until the debug information of a component contains a text; fails after 20 s.
  void awaitDebugInfo(String id, String text) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!component(id).debugInfo().toString().contains(text)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + text + ": " + component(id).debugInfo());
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

package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.component.Stability;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.value.Value;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// A runtime with the components of a [Lab].
final class Bench implements AutoCloseable {
  final Lab lab = new Lab();
  final PrometheusRegistry registry = new PrometheusRegistry();
  final GraphRuntime runtime;

  Bench(Path directory) {
    this(directory, LoadMode.STRICT);
  }

  Bench(Path directory, LoadMode mode) {
    this(RuntimeSettings.in(directory.resolve("data")).with(mode).with(Stability.EXPERIMENTAL));
  }

  Bench(RuntimeSettings settings) {
    this(settings, parts -> parts, Clock.system());
  }

  Bench(RuntimeSettings settings, UnaryOperator<RuntimeParts> more, Clock clock) {
    var library =
        Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", name -> "env of " + name));
    RuntimeParts parts = RuntimeParts.of(lab.catalogue, library, registry, clock);
    runtime = new GraphRuntime(settings, more.apply(parts));
  }

  static Source source(String text) {
    return Source.of("/etc/agent", SourceFile.of("main.river", text));
  }

  /// Loads a text that has to be without any error.
  LoadResult load(String text) throws InterruptedException {
    LoadResult result = tryLoad(text);
    assertThat(messages(result)).isEmpty();
    assertThat(result.isApplied()).isTrue();
    return result;
  }

  LoadResult tryLoad(String text) throws InterruptedException {
    return tryLoad(source(text));
  }

  LoadResult tryLoad(Source source) throws InterruptedException {
    LoadResult result = runtime.load(source);
    runtime.awaitIdle();
    return result;
  }

  static List<String> messages(LoadResult result) {
    return result.errors().stream().map(Diagnostic::toString).toList();
  }

  /// Shows another output of a component, and waits until others have taken it up.
  void show(String id, long output) throws InterruptedException {
    lab.probe(id).show(Value.of(output));
    runtime.awaitIdle();
  }

  ComponentJson component(String id) {
    return runtime.component(id).orElseThrow(() -> new AssertionError("no component " + id));
  }

  String state(String id) {
    return component(id).health().state();
  }

  String message(String id) {
    return component(id).health().message();
  }

  @Override
  public void close() {
    lab.release();
    runtime.close();
  }
}

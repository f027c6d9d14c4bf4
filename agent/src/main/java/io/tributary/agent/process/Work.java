package io.tributary.agent.process;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.memory.JvmHeap;
import io.tributary.base.time.Clock;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.util.Optional;

/// What an agent does between its start and its stop, as one kind of configuration says it.
///
/// [Agent] calls everything but [#reload] from one thread, in this order: [#routes], [#start],
/// [#ready], [#stopping], [#close]; the last two always, whatever became of the others.
public interface Work extends AutoCloseable {
  /// Makes the work of one agent. Nothing is opened yet.
  @FunctionalInterface
  interface Maker<W extends Work> {
    W make(Site site);
  }

  /// What every work is given. `heap` hears of memory that is let go of.
  record Site(PrometheusRegistry registry, Clock clock, JvmHeap heap, Controls controls) {}

  /// What may be asked of the agent, by anybody at any time.
  interface Controls {
    /// Reloads the configuration; the reason where that failed.
    Optional<String> reload();

    /// Has the agent stop.
    void requestStop();
  }

  /// What is answered over HTTP, from the first step of the start on. Called once.
  Routes routes();

  /// Opens everything and brings the first configuration into force. Throws where something that it
  /// cannot do without is not to be had; the reason where the configuration cannot be applied.
  Optional<String> start() throws IOException;

  /// Everything has started.
  void ready();

  /// Reads the configuration again and brings it into force; the reason where that failed. Called
  /// by any thread, between [#ready] and [#stopping].
  Optional<String> reload();

  /// Says that the end has begun.
  void stopping();

  /// Ends everything. The listeners are still open.
  @Override
  void close();
}

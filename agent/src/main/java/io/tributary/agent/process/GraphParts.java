package io.tributary.agent.process;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.blocks.AgentBlocks;
import io.tributary.agent.blocks.RemoteFetcher;
import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.catalogue.Components;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpClients;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.runtime.OfflineCheck;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.source.Source;
import java.util.List;

/// What a configuration can name in this agent.
public final class GraphParts {
  private GraphParts() {}

  static RuntimeParts of(
      AgentBlocks blocks, HttpClients clients, PrometheusRegistry registry, Clock clock) {
    var fetcher = new RemoteFetcher(clients, Plane.USER_AGENT);
    return RuntimeParts.of(
            Components.ALL,
            Stdlib.scope(Host.current(BuildInfo.CURRENT.version())),
            registry,
            clock)
        .with(blocks.all())
        .withImport(ContentKind.httpImport(fetcher))
        .withModule(ContentKind.httpModule(fetcher));
  }

  /// What is wrong with a configuration, as far as that can be told without running it.
  public static List<Diagnostic> check(Source source, RuntimeSettings settings) {
    try (var clients = new HttpClients(Clock.system())) {
      return OfflineCheck.check(
          source,
          settings,
          of(new AgentBlocks(), clients, new PrometheusRegistry(), Clock.system()));
    }
  }
}

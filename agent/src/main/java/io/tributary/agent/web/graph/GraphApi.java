package io.tributary.agent.web.graph;

import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Peers;
import io.tributary.net.server.HttpHandler;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import io.tributary.runtime.GraphRuntime;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// What a graph answers below `/api/v0/web`, whatever its configuration is written in.
///
/// Source: grafana/alloy `internal/web/api/api.go`.
public final class GraphApi {
  private static final String WEB = "/api/v0/web";

  private final GraphRuntime graph;
  private final LiveData live;
  private final LedgerApi ledger;
  private final PeersApi peers;

  /// `hasLiveDebugging` tells whether the configuration allows it.
  public GraphApi(GraphRuntime graph, Clock clock, BooleanSupplier hasLiveDebugging, Peers peers) {
    this.graph = graph;
    this.live = new LiveData(graph, clock, hasLiveDebugging);
    this.ledger = new LedgerApi(graph, clock);
    this.peers = new PeersApi(peers);
  }

  /// Adds the routes below `prefix`, which is empty or begins with a slash and ends without one.
  /// `guard` stands before every handler.
  public void add(Routes routes, String prefix, UnaryOperator<HttpHandler> guard) {
    var components = new ComponentsApi(graph);
    String web = prefix + WEB;
    routes.get(web + "/components", guard.apply(components::list));
    routes.get(web + "/components/*", guard.apply(components::detail));
    routes.get(web + "/modules/*", guard.apply(components::ofModule));
    routes.get(web + "/peers", guard.apply(_ -> peers.list()));
    routes.get(web + "/debug/*", guard.apply(live::debug));
    routes.get(web + "/graph", guard.apply(live::rates));
    routes.get(web + "/graph/*", guard.apply(live::rates));
    routes.get(web + "/ledger", guard.apply(_ -> ledger.list()));
    routes.get(web + "/remotecfg/*", guard.apply(_ -> noRemoteConfig()));
  }

  /// Ends what streams.
  public void close() {
    live.close();
  }

  private static Response noRemoteConfig() {
    return Response.text(500, "remote config service not available\n");
  }
}

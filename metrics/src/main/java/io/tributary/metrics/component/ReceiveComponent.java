package io.tributary.metrics.component;

import io.tributary.base.config.ConfigException;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Stability;
import io.tributary.component.StopSignal;
import io.tributary.metrics.receive.WriteRequestIntake;
import io.tributary.metrics.receive.server.Accepted;
import io.tributary.metrics.receive.server.ReceiveServer;
import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.ScrapeColumn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/// `prometheus.receive_http`: takes remote write from others and forwards what came.
///
/// It listens while it runs, so that another one that had its port is gone before.
///
/// Source: grafana/alloy `internal/component/prometheus/receive_http/receive_http.go`.
final class ReceiveComponent implements Component<ReceiveArguments> {
  static final ComponentDefinition<ReceiveArguments> DEFINITION =
      ComponentDefinition.of(
          "prometheus.receive_http", ReceiveArguments.CODEC, ReceiveComponent::new);

  private final ComponentContext context;
  private final Fanout fanout;
  private final ReceiveServer server;

  // Guarded by this.
  private ReceiveArguments arguments;
  private boolean isRunning;

  ReceiveComponent(ComponentContext context, ReceiveArguments arguments) {
    this.context = context;
    this.arguments = arguments;
    requireAllowed(arguments.accepted());
    DataPlane plane = context.service(DataPlane.class);
    fanout = new Fanout(context);
    fanout.forwardTo(arguments.forwardTo());
    tellOfGrpc(arguments);
    var strict = new Strict(fanout);
    server =
        new ReceiveServer(
            new WriteRequestIntake(plane.layouts(), strict, context.clock()),
            strict,
            arguments.accepted(),
            context.clock(),
            context.registry(),
            context.logger());
  }

  /// Says when somebody did not take a column, so that the sender keeps it.
  private record Strict(Fanout fanout) implements ColumnSink {
    @Override
    public void append(ScrapeColumn column) {
      fanout.appendOrThrow(column);
    }

    @Override
    public void sync() throws InterruptedException {
      fanout.sync();
    }
  }

  private void tellOfGrpc(ReceiveArguments of) {
    if (of.listen().hasGrpc()) {
      context.logger().warn("nothing listens for gRPC: remote write is taken by HTTP alone");
    }
  }

  private void requireAllowed(Accepted accepted) {
    if (context.minStability() == Stability.EXPERIMENTAL) {
      return;
    }
    String needs =
        " is an experimental feature, and must be enabled by setting the stability.level flag to"
            + " experimental";
    if (accepted.options().metadata()) {
      throw new ConfigException("append_metadata" + needs);
    }
    if (accepted.options().typeAndUnitLabels()) {
      throw new ConfigException("enable_type_and_unit_labels" + needs);
    }
    if (accepted.messages().contains(ProtobufMessage.V2)) {
      throw new ConfigException(
          "using \"%s\" in supported_protocol_versions".formatted(ProtobufMessage.V2.fullName())
              + needs);
    }
  }

  @Override
  public synchronized void update(ReceiveArguments next) throws IOException {
    requireAllowed(next.accepted());
    if (isRunning && !next.settings().equals(arguments.settings())) {
      server.listen(next.settings());
    }
    if (!next.accepted().equals(arguments.accepted())) {
      server.accept(next.accepted());
    }
    if (!arguments.listen().hasGrpc()) {
      tellOfGrpc(next);
    }
    fanout.forwardTo(next.forwardTo());
    arguments = next;
  }

  @Override
  public void run(StopSignal stop) throws IOException, InterruptedException {
    synchronized (this) {
      server.listen(arguments.settings());
      isRunning = true;
    }
    try {
      stop.await();
    } finally {
      synchronized (this) {
        isRunning = false;
      }
      server.close();
      fanout.forwardTo(List.of());
    }
  }

  @Override
  public Body debugInfo() {
    InetSocketAddress address = server.address();
    return address == null
        ? Body.EMPTY
        : Body.builder()
            .attr("listen_address", address.getHostString() + ":" + address.getPort())
            .build();
  }
}

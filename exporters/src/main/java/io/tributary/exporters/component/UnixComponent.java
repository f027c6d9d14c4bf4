package io.tributary.exporters.component;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Program;
import io.tributary.exporters.unix.UnixExporter;

/// `prometheus.exporter.unix`: this host's metrics under the names of node_exporter.
///
/// Source: grafana/alloy `internal/component/prometheus/exporter/unix`.
final class UnixComponent {
  static final ComponentDefinition<UnixArguments> DEFINITION =
      ExporterComponent.define(
          "unix",
          ArgumentsCodec.of(UnixArguments::read, UnixArguments::describe),
          (context, arguments) -> new Host(exporter(context, arguments)));

  private UnixComponent() {}

  private record Host(UnixExporter exporter) implements ExporterComponent.Exporter {
    @Override
    public byte[] page() {
      return exporter.page();
    }

    @Override
    public void close() {
      exporter.close();
    }
  }

  private static UnixExporter exporter(ComponentContext context, UnixArguments arguments) {
    Program program = context.service(Program.class);
    return new UnixExporter(
        arguments.settings(),
        new UnixExporter.Build(program.version(), program.revision(), program.branch()),
        context.clock());
  }
}

package io.tributary.exporters.component;

import io.tributary.base.host.HostName;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.ComponentId;
import io.tributary.component.Exports;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.component.page.LocalPages;
import io.tributary.component.page.Page;
import io.tributary.component.page.PageRequest;
import io.tributary.component.page.ServesPages;
import io.tributary.model.labels.Labels;
import io.tributary.river.value.Value;
import io.tributary.wire.exposition.TextWriter;
import java.util.List;

/// A component that makes metrics when it is asked, and exports the target to ask: `targets`, with
/// one target whose page is its own.
///
/// Other arguments make another exporter. One that cannot be made leaves the one before in place.
///
/// Source: grafana/alloy `internal/component/prometheus/exporter/exporter.go`.
final class ExporterComponent<A> implements Component<A>, ServesPages {
  /// Makes pages in text 0.0.4.
  interface Exporter extends AutoCloseable {
    byte[] page() throws Exception;

    @Override
    default void close() {}
  }

  /// Throws where the arguments cannot be used.
  @FunctionalInterface
  interface Factory<A> {
    Exporter make(ComponentContext context, A arguments);
  }

  private static final String PAGE = "metrics";

  private final ComponentContext context;
  private final Factory<A> factory;
  private volatile Exporter exporter;

  private ExporterComponent(
      String name, ComponentContext context, Factory<A> factory, A arguments) {
    this.context = context;
    this.factory = factory;
    this.exporter = factory.make(context, arguments);
    String address = context.service(LocalPages.class).address();
    context.publish(targets(target(name, address, context.id())));
  }

  /// The component `prometheus.exporter.NAME`.
  static <A> ComponentDefinition<A> define(
      String name, ArgumentsCodec<A> arguments, Factory<A> factory) {
    return ComponentDefinition.<A>of(
            "prometheus.exporter." + name,
            arguments,
            (context, first) -> new ExporterComponent<>(name, context, factory, first))
        .exporting(Exports.of("targets", Value.of(List.of())));
  }

  private static Exports targets(Labels target) {
    return Exports.of("targets", TargetCapsule.listOf(List.of(target)));
  }

  private static Labels target(String name, String address, ComponentId id) {
    return Labels.of(
        "__address__",
        address,
        "__scheme__",
        "http",
        "__metrics_path__",
        LocalPages.path(id, PAGE),
        "__meta_component_name",
        componentName(name, id.global()),
        "__meta_component_id",
        id.global(),
        "instance",
        HostName.orOfEnvironment(),
        "job",
        "integrations/" + name);
  }

  /// The id without its label, if it has one.
  private static String componentName(String name, String id) {
    return id.endsWith("prometheus.exporter." + name) ? id : id.substring(0, id.lastIndexOf('.'));
  }

  @Override
  public void update(A arguments) {
    Exporter before = exporter;
    exporter = factory.make(context, arguments);
    before.close();
  }

  @Override
  public Page page(PageRequest request) throws Exception {
    if (!request.path().equals(PAGE)) {
      return Page.NOT_FOUND;
    }
    return Page.of(TextWriter.CONTENT_TYPE, exporter.page());
  }

  @Override
  public void close() {
    exporter.close();
  }
}

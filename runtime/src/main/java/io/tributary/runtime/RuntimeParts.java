package io.tributary.runtime;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.component.Catalogue;
import io.tributary.river.eval.Scope;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.link.LinkContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the agent puts into a runtime. `library` is the standard library; `configBlocks`, `imports`
/// and `modules` are what there is beside the components of the catalogue.
public record RuntimeParts(
    Catalogue catalogue,
    List<ConfigBlock<?>> configBlocks,
    List<ContentKind<?>> imports,
    List<ContentKind<?>> modules,
    Services services,
    Scope library,
    PrometheusRegistry registry,
    Clock clock) {
  public RuntimeParts {
    configBlocks = List.copyOf(configBlocks);
    imports = List.copyOf(imports);
    modules = List.copyOf(modules);
  }

  /// With the imports and modules that need no help.
  public static RuntimeParts of(
      Catalogue catalogue, Scope library, PrometheusRegistry registry, Clock clock) {
    return new RuntimeParts(
        catalogue,
        List.of(),
        ContentKind.imports(),
        ContentKind.modules(),
        Services.NONE,
        library,
        registry,
        clock);
  }

  public RuntimeParts with(ConfigBlock<?>... blocks) {
    return new RuntimeParts(
        catalogue, List.of(blocks), imports, modules, services, library, registry, clock);
  }

  public RuntimeParts with(Services others) {
    return new RuntimeParts(
        catalogue, configBlocks, imports, modules, others, library, registry, clock);
  }

  public RuntimeParts withImport(ContentKind<?> kind) {
    return new RuntimeParts(
        catalogue, configBlocks, and(imports, kind), modules, services, library, registry, clock);
  }

  public RuntimeParts withModule(ContentKind<?> kind) {
    return new RuntimeParts(
        catalogue, configBlocks, imports, and(modules, kind), services, library, registry, clock);
  }

  /// What configurations are linked against.
  LinkContext linkContext(RuntimeSettings settings) {
    return new LinkContext(
        catalogue,
        configBlocks.stream().collect(Collectors.toMap(ConfigBlock::name, Function.identity())),
        imports.stream().collect(Collectors.toMap(kind -> kind.name(), Function.identity())),
        modules.stream().collect(Collectors.toMap(kind -> kind.name(), Function.identity())),
        settings.least(),
        settings.community());
  }

  private static List<ContentKind<?>> and(List<ContentKind<?>> some, ContentKind<?> one) {
    var all = new ArrayList<>(some);
    all.add(one);
    return all;
  }
}

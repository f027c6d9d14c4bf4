package io.tributary.runtime.graph;

import io.tributary.base.config.ConfigException;
import io.tributary.component.ComponentId;
import io.tributary.component.Health;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.StringValue;
import io.tributary.runtime.content.ContentContext;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.link.Templates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One block `import.*`, in a module or in content that was imported itself: the templates that its
/// content declares, with the namespaces that it imports in turn.
///
/// Content that is not sound changes nothing: the last that was stays in force. All methods but
/// [#health] are called with the lock of the engine held.
///
/// Source: grafana/alloy `controller/node_config_import.go`.
final class Import<A> {
  private final Engine engine;
  private final ComponentId id;
  private final @Nullable Import<?> parent;
  private final ContentKind<A> kind;
  private final ContentFeed<A> feed;
  private final Runnable onChange;

  private boolean isRunning;
  private boolean isApplied;
  private Span place = Span.NONE;
  private volatile Health contentHealth;
  private volatile List<Import<?>> children = List.of();
  private @Nullable ImportedContent imported;
  private @Nullable Templates templates;

  /// `onChange` is called by any thread when [#refresh] has something to do.
  Import(Engine engine, ComponentId id, ContentKind<A> kind, Runnable onChange) {
    this(engine, null, id, kind, onChange);
  }

  private Import(
      Engine engine,
      @Nullable Import<?> parent,
      ComponentId id,
      ContentKind<A> kind,
      Runnable onChange) {
    this.engine = engine;
    this.parent = parent;
    this.id = id;
    this.kind = kind;
    this.onChange = onChange;
    feed = new ContentFeed<>(kind, id.global(), engine::now, onChange);
    contentHealth = Health.healthy("import created", engine.now());
  }

  /// Null as long as no content was sound.
  @Nullable Templates templates() {
    return templates;
  }

  /// Takes up the block. Throws what is wrong with it or with the content.
  void evaluate(Block block, Map<String, Value> variables) throws NodeFailure {
    place = block.header();
    A arguments =
        Decoding.decode(kind.arguments(), block, engine.settings().library().with(variables));
    try {
      var context =
          new ContentContext(id, engine.dataDirectory(id), engine.clock(), path(variables));
      if (feed.update(arguments, context) || !isApplied) {
        apply();
      }
    } catch (IOException | ConfigException e) {
      throw new NodeFailure(
          NodeFailure.reason(e),
          List.of(
              Diagnostic.error(
                  block.span(),
                  "Failed to evaluate node for config block: " + NodeFailure.reason(e))));
    }
  }

  private static String path(Map<String, Value> variables) {
    return variables.get(ModuleInput.MODULE_PATH) instanceof StringValue(var path) ? path : "";
  }

  /// Takes up what the watchers have read. True when there are other templates.
  boolean refresh() {
    boolean isOther = false;
    for (Import<?> child : children) {
      isOther |= child.refresh();
    }
    if (feed.takePending()) {
      try {
        apply();
        isOther = true;
      } catch (NodeFailure e) {
        // Told by the health; what was sound stays.
      }
    }
    if (isOther) {
      rebuild();
    }
    return isOther;
  }

  private void apply() throws NodeFailure {
    isApplied = false;
    var findings = new Findings();
    refuseCycle(findings);
    ImportedContent next = ImportedContent.read(feed.content(), kind, id, engine, findings);
    if (findings.hasErrors()) {
      throw refuse(
          "imported content from \"%s\" %s: %s"
              .formatted(
                  next.culprit(),
                  next.isParsed() ? "is invalid" : "cannot be parsed",
                  Diagnostic.summary(findings.all())),
          findings);
    }
    var nested = new ArrayList<Import<?>>();
    for (ImportedContent.Nested block : next.imports()) {
      nested.add(nested(block, findings, nested));
    }
    replace(next, nested);
  }

  /// Texts and not names are compared: the same file can be reached by many.
  private void refuseCycle(Findings findings) throws NodeFailure {
    List<String> texts = List.copyOf(feed.content().files().values());
    for (Import<?> outer = parent; outer != null; outer = outer.parent) {
      if (List.copyOf(outer.feed.content().files().values()).equals(texts)) {
        String reason = "cycle: the imported content imports itself";
        findings.error(place, reason);
        throw refuse(reason, findings);
      }
    }
  }

  private Import<?> nested(ImportedContent.Nested block, Findings findings, List<Import<?>> before)
      throws NodeFailure {
    Import<?> child =
        new Import<>(
            engine, this, new ComponentId(id.global(), block.block().id()), block.kind(), onChange);
    try {
      child.evaluate(block.block(), variables());
      return child;
    } catch (NodeFailure e) {
      child.close();
      before.forEach(Import::close);
      findings.addAll(e.diagnostics());
      throw refuse(
          "nested import block failed to evaluate: imported node %s failed to evaluate, %s"
              .formatted(block.block().label(), e.getMessage()),
          findings);
    }
  }

  private Map<String, Value> variables() {
    return Map.of(ModuleInput.MODULE_PATH, Value.of(feed.modulePath()));
  }

  private NodeFailure refuse(String reason, Findings findings) {
    contentHealth = Health.unhealthy(reason, engine.now());
    return new NodeFailure(reason, findings.all());
  }

  private void replace(ImportedContent next, List<Import<?>> nested) {
    children.forEach(Import::close);
    children = List.copyOf(nested);
    imported = next;
    if (isRunning) {
      children.forEach(Import::start);
    }
    rebuild();
    isApplied = true;
    contentHealth = Health.healthy("content updated", engine.now());
  }

  private void rebuild() {
    ImportedContent content = imported;
    if (content == null) {
      return;
    }
    var next = new Templates(null, variables());
    content.declares().forEach(next::declare);
    for (int i = 0; i < children.size(); i++) {
      Templates inner = children.get(i).templates();
      if (inner != null) {
        next.namespace(content.imports().get(i).block().label(), inner);
      }
    }
    templates = next;
  }

  void start() {
    isRunning = true;
    feed.start();
    children.forEach(Import::start);
  }

  void stop() {
    isRunning = false;
    feed.stop();
    children.forEach(Import::stop);
  }

  void close() {
    feed.close();
    children.forEach(Import::close);
  }

  /// Of its source, its content and its children.
  List<Health> health() {
    var all = new ArrayList<Health>();
    all.add(contentHealth);
    all.add(feed.health());
    children.forEach(child -> all.addAll(child.health()));
    return all;
  }
}

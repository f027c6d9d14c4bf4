package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.agent.explain.Explanation.Verdict;
import io.tributary.agent.explain.PoolExplanation.Fate;
import io.tributary.agent.explain.PoolExplanation.RuleCounts;
import io.tributary.agent.explain.PoolExplanation.StageCounts;
import io.tributary.base.config.SourcePosition;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.RuleFinding;
import io.tributary.model.relabel.explain.LabelChange;
import io.tributary.model.relabel.explain.RuleMatch;
import io.tributary.model.relabel.explain.RuleStep;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Explanations as JSON, the same on the command line and over HTTP: see `docs/explain.md`.
public final class ExplainJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private ExplainJson(JsonGenerator json) {
    this.json = json;
  }

  public static byte[] write(Explanation explanation) {
    return document(json -> new ExplainJson(json).explanation(explanation));
  }

  public static byte[] write(PoolExplanation explanation) {
    return document(json -> new ExplainJson(json).pool(explanation));
  }

  private static byte[] document(Consumer<JsonGenerator> content) {
    var out = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      content.accept(json);
    }
    return out.toByteArray();
  }

  private void explanation(Explanation explanation) {
    json.writeStartObject();
    json.writeStringProperty("pool", explanation.pool());
    json.writeStringProperty("subject", explanation.isOfSample() ? "sample" : "target");
    json.writeStringProperty("sample", explanation.sample());
    verdict(explanation.verdict());
    json.writeArrayPropertyStart("stages");
    explanation.stages().forEach(this::stage);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void verdict(Verdict verdict) {
    json.writeObjectPropertyStart("verdict");
    json.writeBooleanProperty("kept", verdict.kept());
    json.writeStringProperty("sentence", verdict.sentence());
    number("stage", verdict.stage());
    number("rule", verdict.rule());
    json.writeStringProperty("url", verdict.url());
    json.writeEndObject();
  }

  private void stage(Stage stage) {
    json.writeStartObject();
    json.writeNumberProperty("index", stage.index());
    number("from", stage.from());
    head(stage.kind(), stage.name(), stage.component(), stage.position());
    labels("input", stage.input());
    labels("output", stage.output());
    json.writeBooleanProperty("kept", stage.kept());
    strings("notes", stage.notes());
    json.writeArrayPropertyStart("rules");
    stage.rules().forEach(step -> step(stage, step));
    json.writeEndArray();
    json.writeEndObject();
  }

  private void head(Explanation.Kind kind, String name, String component, SourcePosition position) {
    json.writeStringProperty("kind", kind.toString());
    json.writeStringProperty("name", name);
    json.writeStringProperty("component", component);
    position(position);
  }

  private void step(Stage stage, RuleStep step) {
    json.writeStartObject();
    rule(step.number(), step.rule());
    json.writeStringProperty("outcome", step.outcome().toString());
    match(step.match());
    json.writeArrayPropertyStart("changes");
    step.changes().forEach(this::change);
    json.writeEndArray();
    json.writeStringProperty("sentence", step.sentence());
    json.writeArrayPropertyStart("near_misses");
    step.nearMisses()
        .forEach(miss -> {
          json.writeStartObject();
          json.writeStringProperty("kind", miss.kind().toString());
          json.writeStringProperty("sentence", miss.sentence());
          json.writeEndObject();
        });
    json.writeEndArray();
    never(
        stage
            .proven(step.number())
            .filter(finding -> finding.kind().isNever())
            .map(RuleFinding::sentence),
        Optional.empty());
    json.writeEndObject();
  }

  private void match(Optional<RuleMatch> match) {
    json.writeName("matched");
    if (match.isPresent()) {
      json.writeBoolean(match.get().matched());
    } else {
      json.writeNull();
    }
    text("source", match.flatMap(RuleMatch::source));
    json.writeArrayPropertyStart("groups");
    match
        .map(RuleMatch::groups)
        .orElse(List.of())
        .forEach(group -> {
          json.writeStartObject();
          json.writeNumberProperty("number", group.number());
          json.writeStringProperty("name", group.name());
          text("text", group.text());
          json.writeEndObject();
        });
    json.writeEndArray();
    strings("matched_names", match.map(RuleMatch::names).orElse(List.of()));
  }

  private void change(LabelChange change) {
    json.writeStartObject();
    json.writeStringProperty("label", change.label());
    text("before", change.before());
    text("after", change.after());
    json.writeEndObject();
  }

  private void rule(int number, RelabelRule rule) {
    json.writeNumberProperty("number", number);
    position(rule.position());
    json.writeStringProperty("action", rule.action().toString());
    strings("source_labels", rule.sourceLabels());
    json.writeStringProperty("separator", rule.separator());
    json.writeStringProperty("regex", rule.regex().pattern());
    json.writeStringProperty(
        "modulus", rule.modulus() == 0 ? "" : Long.toUnsignedString(rule.modulus()));
    json.writeStringProperty("target_label", rule.targetLabel());
    json.writeStringProperty("replacement", rule.replacement());
  }

  private void pool(PoolExplanation pool) {
    json.writeStartObject();
    json.writeStringProperty("pool", pool.pool());
    json.writeNumberProperty("targets", pool.targets());
    json.writeNumberProperty("kept", pool.kept());
    json.writeNumberProperty("dropped", pool.dropped());
    json.writeBooleanProperty("limited", pool.isLimited());
    json.writeArrayPropertyStart("stages");
    pool.stages().forEach(this::stage);
    json.writeEndArray();
    json.writeArrayPropertyStart("list");
    pool.list().forEach(this::fate);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void stage(StageCounts stage) {
    json.writeStartObject();
    head(stage.kind(), stage.name(), stage.component(), stage.position());
    json.writeArrayPropertyStart("rules");
    stage.rules().forEach(this::counts);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void counts(RuleCounts counts) {
    json.writeStartObject();
    rule(counts.number(), counts.rule());
    json.writeNumberProperty("evaluated", counts.evaluated());
    json.writeNumberProperty("matched", counts.matched());
    json.writeNumberProperty("dropped", counts.dropped());
    never(
        counts.proven().filter(finding -> finding.kind().isNever()).map(RuleFinding::sentence),
        Optional.of(counts).filter(RuleCounts::isIdle).map(ExplainJson::idle));
    json.writeEndObject();
  }

  static String idle(RuleCounts counts) {
    return "matches none of the " + counts.evaluated() + " targets that reach it now";
  }

  private void fate(Fate fate) {
    json.writeStartObject();
    labels("labels", fate.labels());
    json.writeBooleanProperty("kept", fate.kept());
    json.writeStringProperty("sentence", fate.sentence());
    json.writeStringProperty("url", fate.url());
    json.writeEndObject();
  }

  /// What is proven goes before what is only seen.
  private void never(Optional<String> proven, Optional<String> observed) {
    Optional<String> sentence = proven.or(() -> observed);
    if (sentence.isEmpty()) {
      json.writeNullProperty("never");
      return;
    }
    json.writeObjectPropertyStart("never");
    json.writeStringProperty("certainty", proven.isPresent() ? "proven" : "observed");
    json.writeStringProperty("sentence", sentence.get());
    json.writeEndObject();
  }

  private void position(SourcePosition position) {
    if (!position.isKnown()) {
      json.writeNullProperty("position");
      return;
    }
    json.writeObjectPropertyStart("position");
    json.writeStringProperty("file", position.file());
    json.writeNumberProperty("line", position.line());
    json.writeNumberProperty("column", position.column());
    json.writeEndObject();
  }

  private void number(String name, OptionalInt value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsInt());
    } else {
      json.writeNullProperty(name);
    }
  }

  private void text(String name, Optional<String> value) {
    if (value.isPresent()) {
      json.writeStringProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  private void labels(String name, Labels labels) {
    json.writeObjectPropertyStart(name);
    labels.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private void strings(String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}

package io.tributary.agent.web;

import io.tributary.agent.explain.LabelText;
import io.tributary.base.config.ConfigException;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.model.relabel.Relabeler;
import io.tributary.net.server.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/// `/targets/relabel_steps`: what each rule of a pool does to a label set.
///
/// Source: prometheus `web/api/v1/api.go`, targetRelabelSteps.
final class RelabelApi {
  private record Step(RelabelRule rule, Labels output, boolean kept) {}

  private final AgentView agent;

  RelabelApi(AgentView agent) {
    this.agent = agent;
  }

  Json.Data steps(Request request) throws ApiError, IOException {
    String pool = TargetsApi.text(request.parameter("scrapePool"));
    if (pool.isEmpty()) {
      throw ApiError.badData("no scrapePool parameter provided");
    }
    String labelsText = TargetsApi.text(request.parameter("labels"));
    if (labelsText.isEmpty()) {
      throw ApiError.badData("no labels parameter provided");
    }
    Labels labels = parse(labelsText);
    ScrapeSettings settings = agent.settings(pool).orElseThrow(() -> TargetsApi.unknownPool(pool));
    List<Step> steps = explain(settings.relabelRules(), labels);
    return json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("steps");
      steps.forEach(step -> write(json, step));
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  /// One step a rule; behind the rule that drops the label set, the others only say so again.
  private static List<Step> explain(List<RelabelRule> rules, Labels labels) {
    var steps = new ArrayList<Step>();
    new Relabeler(RelabelRules.of(rules))
        .apply(
            new LabelsBuilder(labels),
            (rule, _, after, kept) -> steps.add(new Step(rule, after, kept)));
    for (int i = steps.size(); i < rules.size(); i++) {
      steps.add(new Step(rules.get(i), Labels.EMPTY, false));
    }
    return steps;
  }

  private static void write(JsonGenerator json, Step step) {
    json.writeStartObject();
    json.writeObjectPropertyStart("rule");
    RelabelRule rule = step.rule();
    if (!rule.sourceLabels().isEmpty()) {
      json.writeArrayPropertyStart("source_labels");
      rule.sourceLabels().forEach(json::writeString);
      json.writeEndArray();
    }
    json.writeStringProperty("separator", rule.separator());
    json.writeStringProperty("regex", rule.regex().pattern());
    if (rule.modulus() != 0) {
      json.writeName("modulus");
      json.writeNumber(Long.toUnsignedString(rule.modulus()));
    }
    if (!rule.targetLabel().isEmpty()) {
      json.writeStringProperty("target_label", rule.targetLabel());
    }
    json.writeStringProperty("replacement", rule.replacement());
    json.writeStringProperty("action", rule.action().toString().toLowerCase(Locale.ROOT));
    json.writeEndObject();
    json.writeName("output");
    Json.labels(json, step.output());
    json.writeBooleanProperty("keep", step.kept());
    json.writeEndObject();
  }

  private static Labels parse(String text) throws ApiError {
    try {
      return LabelText.ofJson(text);
    } catch (JacksonException e) {
      throw ApiError.badData("error parsing labels: " + e.getOriginalMessage());
    } catch (ConfigException e) {
      throw ApiError.badData("error parsing labels: " + e.getMessage());
    }
  }
}

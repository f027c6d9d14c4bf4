package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Suggestions;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds lists of relabelling rules.
///
/// Source: prometheus `model/relabel/relabel.go`.
final class RelabelBinder {
  private static final List<String> PLACES =
      List.of(
          "action",
          "source_labels",
          "separator",
          "modulus",
          "regex",
          "replacement",
          "target_label");
  private static final List<String> ACTIONS =
      Arrays.stream(RelabelAction.values()).map(RelabelAction::toString).toList();

  private RelabelBinder() {}

  /// `nullMessage` is what to say about a list item without a value.
  static List<RelabelRule> bind(
      Fields parent, String key, NameValidation validation, String nullMessage) {
    var rules = new ArrayList<RelabelRule>();
    for (YamlNode item : parent.items(key)) {
      if (Fields.isNull(item)) {
        parent.document().error(item, nullMessage);
        continue;
      }
      Fields fields = Fields.of(parent.document(), item, "relabel_config");
      if (fields != null) {
        RelabelRule rule = rule(fields, validation);
        if (rule != null) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  /// Null when the rule cannot be; the findings say why.
  private static @Nullable RelabelRule rule(Fields fields, NameValidation validation) {
    int errorsBefore = fields.document().findings().errorCount();
    var builder = RelabelRule.builder().position(fields.position());
    if (fields.isSet("source_labels")) {
      builder.sourceLabels(sourceLabels(fields));
    }
    if (fields.has("separator")) {
      builder.separator(fields.string("separator", ""));
    }
    if (fields.has("regex")) {
      builder.regex(fields.string("regex", ""));
    }
    builder.modulus(fields.unsigned64("modulus", 0));
    builder.targetLabel(fields.string("target_label", ""));
    if (fields.has("replacement")) {
      builder.replacement(fields.string("replacement", ""));
    }
    if (fields.has("action")) {
      builder.action(
          fields.parsedOrNull(
              "action", text -> Optional.of(action(text)), String.join(", ", ACTIONS)));
    }
    fields.finish();
    reportProblems(fields, builder, validation);
    return fields.document().findings().errorCount() > errorsBefore
        ? null
        : builder.build(validation);
  }

  private static List<String> sourceLabels(Fields fields) {
    List<String> names = fields.strings("source_labels");
    for (String name : names) {
      if (!NameValidation.UTF8.isValidLabelName(name)) {
        fields.error("source_labels", Quoting.excerpt(name) + " is not a valid label name");
      }
    }
    return names;
  }

  private static RelabelAction action(String text) {
    return RelabelAction.parse(text)
        .orElseThrow(() ->
            new ConfigException(
                "unknown relabel action "
                    + Quoting.excerpt(text)
                    + Suggestions.nearest(text, ACTIONS)
                        .map(near -> ", did you mean \"" + near + "\"?")
                        .orElse("")));
  }

  /// What the action asks for is only looked at where all that it looks at could be read.
  private static void reportProblems(
      Fields fields, RelabelRule.Builder rule, NameValidation validation) {
    if (!fields.failed("regex")) {
      rule.regexProblem().ifPresent(problem -> fields.error("regex", problem));
    }
    if (PLACES.stream().noneMatch(key -> !key.equals("regex") && fields.failed(key))) {
      rule.fieldProblem(validation).ifPresent(problem -> report(fields, problem));
    }
  }

  private static void report(Fields fields, String problem) {
    if (problem.contains("and no other fields")) {
      fields.error("action", problem);
    } else {
      Problems.report(fields, problem, PLACES);
    }
  }
}

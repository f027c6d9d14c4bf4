package io.tributary.component.block;

import io.tributary.base.config.ConfigException;
import io.tributary.component.Body;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Convert;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The block `rule`, which components have any number of.
///
/// Words that name an action are compared exactly, unlike those of a `prometheus.yml`.
///
/// Source: grafana/alloy `internal/component/common/relabel/relabel.go`, Config.
public final class RuleBlock {
  public static final String NAME = "rule";

  private RuleBlock() {}

  /// The rules of all blocks of this name in `parent`; what is wrong with one is reported there.
  public static RelabelRules read(BlockReader parent, NameValidation validation) {
    return read(parent, NAME, validation);
  }

  /// The same of blocks that a component calls otherwise.
  public static RelabelRules read(BlockReader parent, String name, NameValidation validation) {
    var rules = new ArrayList<RelabelRule>();
    for (BlockReader block : parent.blocks(name)) {
      rule(block, validation).ifPresent(rules::add);
    }
    return RelabelRules.of(rules);
  }

  private static Optional<RelabelRule> rule(BlockReader block, NameValidation validation) {
    AttributeReader regex = block.attribute("regex");
    Optional<RelabelAction> action =
        block
            .attribute("action")
            .parsed(Optional.of(RelabelAction.REPLACE), Optional.empty(), RuleBlock::action);
    RelabelRule.Builder rule =
        RelabelRule.builder()
            .position(block.header().start())
            .sourceLabels(sourceLabels(block.attribute("source_labels")))
            .separator(block.attribute("separator").text(RelabelRule.DEFAULT_SEPARATOR))
            .modulus(block.attribute("modulus").unsigned64(0))
            .targetLabel(block.attribute("target_label").text(""))
            .replacement(block.attribute("replacement").text(RelabelRule.DEFAULT_REPLACEMENT))
            .action(action.orElse(null));
    String pattern = regex.text(RelabelRule.DEFAULT_REGEX.pattern());
    if (!pattern.equals(RelabelRule.DEFAULT_REGEX.pattern())) {
      rule.regex(pattern); // The default that is written is as good as one that is not.
    }
    if (block.hasFailed()) {
      return Optional.empty();
    }
    Optional<String> wrongRegex = rule.regexProblem();
    if (wrongRegex.isPresent()) {
      regex.error(wrongRegex.get());
      return Optional.empty();
    }
    Optional<String> wrong = rule.fieldProblem(validation);
    if (wrong.isPresent()) {
      block.error(wrong.get());
      return Optional.empty();
    }
    return Optional.of(rule.build(validation));
  }

  /// An empty list counts as written, null does not.
  private static @Nullable List<String> sourceLabels(AttributeReader attribute) {
    return attribute
        .read(value ->
            value instanceof Value.NullValue
                ? Optional.<List<String>>empty()
                : Optional.of(Convert.toList(value, Convert::toText)))
        .flatMap(labels -> labels)
        .orElse(null);
  }

  private static Optional<RelabelAction> action(String text) {
    for (RelabelAction action : RelabelAction.values()) {
      if (action.toString().equals(text)) {
        return Optional.of(action);
      }
    }
    throw new ConfigException("unrecognized action type \"" + text + '"');
  }

  /// Adds a block for each rule.
  public static void describe(RelabelRules rules, Body.Builder body) {
    describe(rules, NAME, body);
  }

  /// The same under another name.
  public static void describe(RelabelRules rules, String name, Body.Builder body) {
    rules.rules().forEach(rule -> body.block(name, describe(rule)));
  }

  private static Body describe(RelabelRule rule) {
    var body = Body.builder();
    if (!rule.sourceLabels().isEmpty()) {
      body.attr("source_labels", Value.of(rule.sourceLabels().stream().map(Value::of).toList()));
    }
    body.attr("separator", rule.separator()).attr("regex", rule.regex().pattern());
    if (rule.modulus() != 0) {
      body.attr("modulus", NumberValue.ofUnsigned(rule.modulus()));
    }
    if (!rule.targetLabel().isEmpty()) {
      body.attr("target_label", rule.targetLabel());
    }
    return body.attr("replacement", rule.replacement())
        .attr("action", rule.action().toString())
        .build();
  }
}

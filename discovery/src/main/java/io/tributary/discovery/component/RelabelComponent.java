package io.tributary.discovery.component;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.block.RuleBlock;
import io.tributary.component.capsule.RulesCapsule;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.model.relabel.Relabeler;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `discovery.relabel`: rules applied to a list of targets. It exports what is left of them, and
/// the rules themselves.
///
/// Source: grafana/alloy `internal/component/discovery/relabel`.
final class RelabelComponent implements Component<RelabelComponent.Arguments> {

  /// Targets, and what is to be done to them.
  record Arguments(List<Labels> targets, RelabelRules rules) {
    Arguments {
      targets = List.copyOf(targets);
    }
  }

  private static final ArgumentsCodec<Arguments> ARGUMENTS =
      ArgumentsCodec.of(RelabelComponent::decode, RelabelComponent::describe);

  private final ComponentContext context;
  private final TargetTap tap;
  private RelabelRules rules = RelabelRules.NONE;

  /// What `rules` have made of each target; of one that they drop the empty set.
  private Map<Labels, Labels> known = new HashMap<>();

  private RelabelComponent(ComponentContext context, Arguments first) {
    this.context = context;
    this.tap = new TargetTap(context);
    update(first);
  }

  static ComponentDefinition<Arguments> definition() {
    return ComponentDefinition.of("discovery.relabel", ARGUMENTS, RelabelComponent::new)
        .exporting(exports(List.of(), RelabelRules.NONE));
  }

  /// Works on targets alone that it has not seen, unless the rules are others.
  @Override
  public void update(Arguments arguments) {
    if (!arguments.rules().equals(rules)) {
      rules = arguments.rules();
      known = new HashMap<>();
    }
    var relabeler = new Relabeler(rules);
    var labels = new LabelsBuilder();
    var results = new HashMap<Labels, Labels>();
    var output = new ArrayList<Labels>();
    for (Labels target : arguments.targets()) {
      Labels result = known.get(target);
      if (result == null) {
        boolean isKept = relabeler.apply(labels.reset(target));
        result = isKept ? labels.labels() : Labels.EMPTY;
      }
      results.put(target, result);
      if (!result.isEmpty()) {
        output.add(result);
      }
    }
    known = results;
    context.publish(exports(output, rules));
    tap.show(output);
  }

  private static Exports exports(List<Labels> output, RelabelRules rules) {
    return Exports.of(
        "output", TargetCapsule.listOf(output), "rules", Value.of(new RulesCapsule(rules)));
  }

  private static Arguments decode(BlockReader block) {
    return new Arguments(
        block.required("targets").list(TargetCapsule.READER).orElse(List.of()),
        RuleBlock.read(block, NameValidation.LEGACY));
  }

  private static Body describe(Arguments arguments) {
    var body = Body.builder().attr("targets", TargetCapsule.listOf(arguments.targets()));
    RuleBlock.describe(arguments.rules(), body);
    return body.build();
  }
}

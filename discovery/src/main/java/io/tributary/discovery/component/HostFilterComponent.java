package io.tributary.discovery.component;

import io.tributary.base.host.HostName;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.block.RuleBlock;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.discovery.hostfilter.HostFilter;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.river.decode.BlockReader;
import java.util.List;

/// `discovery.host_filter`: those of a list of targets that run on one host, this one unless
/// another is named. They keep their labels; what `rule` blocks do to them only the filter sees.
///
/// Neither Flow nor Alloy has it: it is static mode's `host_filter`.
final class HostFilterComponent implements Component<HostFilterComponent.Arguments> {

  /// `host` is empty where none is named.
  record Arguments(List<Labels> targets, String host, RelabelRules rules) {
    Arguments {
      targets = List.copyOf(targets);
    }
  }

  private static final ArgumentsCodec<Arguments> ARGUMENTS =
      ArgumentsCodec.of(HostFilterComponent::decode, HostFilterComponent::describe);

  private final ComponentContext context;
  private final TargetTap tap;

  private HostFilterComponent(ComponentContext context, Arguments first) {
    this.context = context;
    this.tap = new TargetTap(context);
    update(first);
  }

  static ComponentDefinition<Arguments> definition() {
    return ComponentDefinition.of("discovery.host_filter", ARGUMENTS, HostFilterComponent::new)
        .exporting(exports(List.of()));
  }

  @Override
  public void update(Arguments arguments) {
    String host = arguments.host().isEmpty() ? HostName.orOfEnvironment() : arguments.host();
    var filter = new HostFilter(host, arguments.rules());
    List<Labels> kept = arguments.targets().stream().filter(filter::keeps).toList();
    context.publish(exports(kept));
    tap.show(kept);
  }

  private static Exports exports(List<Labels> output) {
    return Exports.of("output", TargetCapsule.listOf(output));
  }

  private static Arguments decode(BlockReader block) {
    return new Arguments(
        block.required("targets").list(TargetCapsule.READER).orElse(List.of()),
        block.attribute("host").text(""),
        RuleBlock.read(block, NameValidation.LEGACY));
  }

  private static Body describe(Arguments arguments) {
    var body =
        Body.builder()
            .attr("targets", TargetCapsule.listOf(arguments.targets()))
            .attr("host", arguments.host());
    RuleBlock.describe(arguments.rules(), body);
    return body.build();
  }
}

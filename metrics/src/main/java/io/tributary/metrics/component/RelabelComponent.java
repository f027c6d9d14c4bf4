package io.tributary.metrics.component;

import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.StopSignal;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.component.capsule.RulesCapsule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.river.value.Value;
import java.util.List;

/// `prometheus.relabel`: rewrites or drops series on their way.
///
/// Its receiver stays the same for as long as it lives, so whoever forwards to it is not concerned
/// by other rules.
final class RelabelComponent implements Component<RelabelArguments> {
  static final ComponentDefinition<RelabelArguments> DEFINITION =
      ComponentDefinition.of("prometheus.relabel", RelabelArguments.CODEC, RelabelComponent::new)
          .exporting(
              Exports.of(
                  "receiver",
                  Value.ofNull(),
                  "rules",
                  Value.of(new RulesCapsule(RelabelRules.NONE))));

  private final ComponentContext context;
  private final Fanout fanout;
  private final RelabelSink sink;
  private final MetricsReceiver receiver;

  RelabelComponent(ComponentContext context, RelabelArguments arguments) {
    this.context = context;
    fanout = new Fanout(context);
    sink =
        new RelabelSink(
            context.service(DataPlane.class).layouts(), fanout, context.clock(), arguments);
    sink.register(context.registry());
    receiver = new MetricsReceiver(context.id().global(), sink);
    show(arguments);
  }

  private void show(RelabelArguments arguments) {
    fanout.forwardTo(arguments.forwardTo());
    context.publish(
        Exports.of(
            "receiver",
            Value.of(receiver),
            "rules",
            Value.of(new RulesCapsule(arguments.rules()))));
  }

  @Override
  public void update(RelabelArguments arguments) {
    sink.update(arguments);
    show(arguments);
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    stop.await();
    sink.end();
    fanout.forwardTo(List.of());
  }
}

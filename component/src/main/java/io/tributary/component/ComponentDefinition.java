package io.tributary.component;

import java.util.Objects;

/// A kind of component. `initialExports` are there before the component has run, so that whoever
/// refers to it can be evaluated.
public record ComponentDefinition<A>(
    String name,
    Stability stability,
    boolean community,
    ArgumentsCodec<A> arguments,
    Exports initialExports,
    Factory<A> factory) {

  public ComponentDefinition {
    Objects.requireNonNull(name);
  }

  /// Builds a component. It may publish exports; work begins when it is run.
  @FunctionalInterface
  public interface Factory<A> {
    Component<A> build(ComponentContext context, A arguments) throws Exception;
  }

  /// One that is generally available and exports nothing until it says so.
  public static <A> ComponentDefinition<A> of(
      String name, ArgumentsCodec<A> arguments, Factory<A> factory) {
    return new ComponentDefinition<>(
        name, Stability.GENERALLY_AVAILABLE, false, arguments, Exports.NONE, factory);
  }

  public ComponentDefinition<A> at(Stability level) {
    return new ComponentDefinition<>(name, level, community, arguments, initialExports, factory);
  }

  /// A component of the community, which has to be enabled as such, whatever its stability.
  public ComponentDefinition<A> ofCommunity() {
    return new ComponentDefinition<>(name, stability, true, arguments, initialExports, factory);
  }

  public ComponentDefinition<A> exporting(Exports initial) {
    return new ComponentDefinition<>(name, stability, community, arguments, initial, factory);
  }
}

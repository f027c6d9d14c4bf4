package io.tributary.runtime;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Stability;
import java.util.function.Consumer;

/// A block of settings of the agent itself, at most one in a configuration and at its root:
/// `logging`, `tracing`, `http`. Where it is not there `defaults` are in force.
///
/// `apply` is called by the evaluating thread with settings that differ from the last ones. It may
/// throw [io.tributary.base.config.ConfigException], and the settings before stay in force.
public record ConfigBlock<A>(
    String name,
    Style style,
    Stability stability,
    ArgumentsCodec<A> arguments,
    A defaults,
    Consumer<A> apply) {

  /// Which words the original has for its errors.
  public enum Style {
    /// `logging`, `tracing`.
    CONFIG,
    /// `http`, `remotecfg`, `livedebugging`: what the original calls a service.
    SERVICE
  }

  public static <A> ConfigBlock<A> config(
      String name, ArgumentsCodec<A> arguments, A defaults, Consumer<A> apply) {
    return new ConfigBlock<>(
        name, Style.CONFIG, Stability.GENERALLY_AVAILABLE, arguments, defaults, apply);
  }

  public static <A> ConfigBlock<A> service(
      String name,
      Stability stability,
      ArgumentsCodec<A> arguments,
      A defaults,
      Consumer<A> apply) {
    return new ConfigBlock<>(name, Style.SERVICE, stability, arguments, defaults, apply);
  }

  public boolean isService() {
    return style == Style.SERVICE;
  }

  /// Why it may not stand in a module.
  public String refusalInModule() {
    return isService()
        ? "service blocks not allowed inside a module: \"" + name + "\""
        : name + " block not allowed inside a module";
  }
}

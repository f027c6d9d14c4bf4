package io.tributary.component;

import java.util.Optional;

/// A component that was built from its first arguments.
///
/// What it may rely on:
///
/// - [#update] is called by one thread at a time, before, while and after [#run] runs, and only
///   with arguments that differ from the last ones that it took. It takes them whole, or throws and
///   keeps what it had.
/// - [#run] has a virtual thread of its own and is called once at a time. When it has returned by
///   itself the component counts as exited, and a later reload calls it again.
/// - [#close] is called once, when the component is gone for good, whether it ever ran or not, and
///   after [#run] has returned, or was given up after it had not returned for long.
/// - Whatever it throws makes this component unhealthy or exited, and nothing else.
/// - [#health] and [#debugInfo] are called by any thread at any time and must not wait.
public interface Component<A> {
  /// Brings other arguments into force. It should not wait for the network: others are evaluated by
  /// the same thread.
  void update(A arguments) throws Exception;

  /// Works until `stop` says so. It says as well whether the component was removed: one whose data
  /// has an end, the series of a scrape say, then sees to that.
  default void run(StopSignal stop) throws Exception {
    stop.await();
  }

  /// Lets go of what was taken when the component was built.
  default void close() {}

  /// What it says of itself; empty when it has nothing to say.
  default Optional<Health> health() {
    return Optional.empty();
  }

  /// What else an operator may want to know now.
  default Body debugInfo() {
    return Body.EMPTY;
  }
}

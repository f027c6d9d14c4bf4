package io.tributary.component;

/// Why the run of a component ends.
public enum Ending {
  /// The process ends, and what the component did may go on in the next one.
  STOP,
  /// The component is gone from the configuration.
  REMOVAL,
  /// Another agent goes on with what the component did: its data has no end here.
  HANDOVER
}

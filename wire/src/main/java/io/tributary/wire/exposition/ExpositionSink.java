package io.tributary.wire.exposition;

import io.tributary.model.metadata.MetricType;

/// Hears what a body says, in the order in which it says it. Called on the parsing thread.
///
/// Byte ranges and the sample are views into buffers that the parser owns: valid until the call
/// returns. An exception thrown from here ends the parse and reaches its caller.
public interface ExpositionSink {
  /// A TYPE line, or the type of a protobuf family. `name` is unescaped and without quotes.
  default void type(ByteView name, MetricType type) {}

  /// A HELP line, with its escapes resolved.
  default void help(ByteView name, ByteView text) {}

  /// A UNIT line. `unit` may be empty.
  default void unit(ByteView name, ByteView unit) {}

  /// A sample: a plain number, or a native histogram when [ExposedSample#histogram] is present.
  void sample(ExposedSample sample);
}

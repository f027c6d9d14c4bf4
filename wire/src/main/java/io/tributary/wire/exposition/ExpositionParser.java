package io.tributary.wire.exposition;

import io.tributary.model.metadata.MetricType;

/// Reads a body and tells a sink what it says. An instance keeps scratch between calls and is owned
/// by one thread.
public interface ExpositionParser {
  /// Bytes that the array must have after `limit`: wide loads may read, but never use, them.
  int PADDING = 16;

  /// Parses `body[from, limit)` as a whole exposition. The array holds at least [#PADDING] further
  /// bytes of any content.
  ///
  /// Throws [WireException] at the first thing that does not follow the format; what came before it
  /// has reached the sink by then.
  void parse(byte[] body, int from, int limit, ExpositionSink sink);

  /// Parses a run of whole lines from the middle of a body, as [#parse] would there: `typeInForce`
  /// is the type of the last TYPE line before them. For plain text formats; the end of an
  /// OpenMetrics exposition is neither demanded nor refused. Used where most of a page is known
  /// already.
  default void parseLines(
      byte[] body, int from, int limit, MetricType typeInForce, ExpositionSink sink) {
    throw new IllegalStateException("BUG: not a format of lines");
  }

  /// The parser for `format`.
  static ExpositionParser of(ExpositionFormat format, ExpositionOptions options) {
    ExpositionParser plain =
        switch (format) {
          case TEXT -> new TextParser(options);
          case OPEN_METRICS -> new OpenMetricsParser(options);
          case PROTOBUF -> new ProtobufParser(options);
        };
    return options.convertClassicHistograms() && format != ExpositionFormat.PROTOBUF
        ? new HistogramConverter(plain, options)
        : plain;
  }
}

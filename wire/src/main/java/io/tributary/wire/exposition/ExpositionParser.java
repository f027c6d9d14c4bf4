package io.tributary.wire.exposition;

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

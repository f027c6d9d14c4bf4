package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.metadata.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes down what a parser tells, one line for each event. Values are written as the JDK does.
final class Recorded implements ExpositionSink {
  final List<String> lines = new ArrayList<>();
  boolean withMetadata = true;

  static List<String> of(ExpositionFormat format, ExpositionOptions options, String body) {
    return of(format, options, body.getBytes(UTF_8));
  }

  static List<String> of(ExpositionFormat format, ExpositionOptions options, byte[] body) {
    var recorded = new Recorded();
    ExpositionParser.of(format, options).parse(padded(body), 3, 3 + body.length, recorded);
    return recorded.lines;
  }

  /// Only what is about samples.
  static List<String> samplesOf(ExpositionFormat format, ExpositionOptions options, byte[] body) {
    var recorded = new Recorded();
    recorded.withMetadata = false;
    ExpositionParser.of(format, options).parse(padded(body), 3, 3 + body.length, recorded);
    return recorded.lines;
  }

  /// The body with three bytes before it and the padding behind it, all of which must not matter.
  static byte[] padded(byte[] body) {
    byte[] padded = new byte[body.length + 3 + ExpositionParser.PADDING];
    Arrays.fill(padded, (byte) '7');
    System.arraycopy(body, 0, padded, 3, body.length);
    return padded;
  }

  @Override
  public void type(ByteView name, MetricType type) {
    metadata("TYPE " + name + " " + type.text());
  }

  @Override
  public void help(ByteView name, ByteView text) {
    metadata("HELP " + name + " " + text);
  }

  @Override
  public void unit(ByteView name, ByteView unit) {
    metadata("UNIT " + name + " " + unit);
  }

  private void metadata(String line) {
    if (withMetadata) {
      lines.add(line);
    }
  }

  @Override
  public void sample(ExposedSample sample) {
    var line = new StringBuilder(sample.labels().toString()).append(' ');
    line.append(sample.histogram() == null ? sample.value() + "" : sample.histogram());
    if (sample.hasTimestamp()) {
      line.append(" @").append(sample.timestampMs());
    }
    if (sample.startTimestampMs() != 0) {
      line.append(" since ").append(sample.startTimestampMs());
    }
    for (int i = 0; i < sample.exemplarCount(); i++) {
      ExposedExemplar exemplar = sample.exemplar(i);
      line.append(" # ").append(exemplar.labels()).append(' ');
      line.append(Double.longBitsToDouble(exemplar.valueBits()));
      if (exemplar.hasTimestamp()) {
        line.append(" @").append(exemplar.timestampMs());
      }
    }
    lines.add(line.toString().replace("__name__=", ""));
  }
}

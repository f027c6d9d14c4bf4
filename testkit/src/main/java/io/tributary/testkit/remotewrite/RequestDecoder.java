package io.tributary.testkit.remotewrite;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.tributary.testkit.remotewrite.ReceivedHistogram.Buckets;
import io.tributary.testkit.remotewrite.ReceivedHistogram.Span;
import io.tributary.testkit.remotewrite.ReceivedHistogram.Totals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/// Decodes remote-write requests with the reference libraries. Slow and plain: for tests.
public final class RequestDecoder {
  private RequestDecoder() {}

  /// Decodes `body`, the compressed bytes of a request with these `headers` (names in lower case).
  ///
  /// Throws [IOException] where a real receiver would answer 400: not snappy's block format, not
  /// the message.
  public static ReceivedRequest decode(SortedMap<String, String> headers, byte[] body)
      throws IOException {
    var message = Snappy.uncompress(body);
    var version = version(headers.getOrDefault("content-type", ""));
    var sizes = new ReceivedRequest.Sizes(body.length, message.length);
    var decoded =
        switch (version) {
          case V1 -> v1(headers, sizes, message);
          case V2 -> v2(headers, sizes, message);
        };
    return SpecCheck.checked(decoded);
  }

  /// Decodes an uncompressed message, for tests of encoders that have no HTTP around them.
  public static ReceivedRequest decodeMessage(Version version, byte[] message) throws IOException {
    var sizes = new ReceivedRequest.Sizes(message.length, message.length);
    var none = Collections.<String, String>emptySortedMap();
    return switch (version) {
      case V1 -> v1(none, sizes, message);
      case V2 -> v2(none, sizes, message);
    };
  }

  static Version version(String contentType) {
    return contentType.replace(" ", "").contains("proto=io.prometheus.write.v2.Request")
        ? Version.V2
        : Version.V1;
  }

  private static ReceivedRequest v1(
      SortedMap<String, String> headers, ReceivedRequest.Sizes sizes, byte[] bytes)
      throws IOException {
    var message = parse(Messages.V1, bytes);
    var violations = unknownFields(message);
    var series = new ArrayList<ReceivedSeries>();
    for (var one : messages(message, "timeseries")) {
      var raw = new ArrayList<Map.Entry<String, String>>();
      for (var label : messages(one, "labels")) {
        raw.add(Map.entry(string(label, "name"), string(label, "value")));
      }
      var labels = sorted(raw);
      var exemplars = new ArrayList<ReceivedExemplar>();
      for (var exemplar : messages(one, "exemplars")) {
        var own = new ArrayList<Map.Entry<String, String>>();
        for (var label : messages(exemplar, "labels")) {
          own.add(Map.entry(string(label, "name"), string(label, "value")));
        }
        exemplars.add(exemplar(labels, sorted(own), exemplar));
      }
      series.add(
          new ReceivedSeries(
              raw,
              labels,
              samples(labels, one),
              histograms(labels, one),
              exemplars,
              Optional.empty()));
    }
    var metadata = new ArrayList<ReceivedMetadata>();
    for (var one : messages(message, "metadata")) {
      metadata.add(
          new ReceivedMetadata(
              string(one, "metric_family_name"),
              (int) number(one, "type"),
              string(one, "help"),
              string(one, "unit")));
    }
    return new ReceivedRequest(Version.V1, headers, sizes, List.of(), series, metadata, violations);
  }

  private static ReceivedRequest v2(
      SortedMap<String, String> headers, ReceivedRequest.Sizes sizes, byte[] bytes)
      throws IOException {
    var message = parse(Messages.V2, bytes);
    var violations = unknownFields(message);
    var symbols = new ArrayList<String>();
    for (var symbol : values(message, "symbols")) {
      symbols.add((String) symbol);
    }
    var series = new ArrayList<ReceivedSeries>();
    var metadata = new ArrayList<ReceivedMetadata>();
    for (var one : messages(message, "timeseries")) {
      var raw = resolve(symbols, values(one, "labels_refs"));
      var labels = sorted(raw);
      var exemplars = new ArrayList<ReceivedExemplar>();
      for (var exemplar : messages(one, "exemplars")) {
        exemplars.add(
            exemplar(labels, sorted(resolve(symbols, values(exemplar, "labels_refs"))), exemplar));
      }
      var own = metadataOf(symbols, labels, one);
      own.ifPresent(metadata::add);
      series.add(
          new ReceivedSeries(
              raw, labels, samples(labels, one), histograms(labels, one), exemplars, own));
    }
    return new ReceivedRequest(Version.V2, headers, sizes, symbols, series, metadata, violations);
  }

  private static Optional<ReceivedMetadata> metadataOf(
      List<String> symbols, SortedMap<String, String> labels, Message series) throws IOException {
    if (!has(series, "metadata")) {
      return Optional.empty();
    }
    var metadata = (Message) field(series, "metadata");
    var help = symbol(symbols, number(metadata, "help_ref"));
    var unit = symbol(symbols, number(metadata, "unit_ref"));
    var type = (int) number(metadata, "type");
    if (type == 0 && help.isEmpty() && unit.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ReceivedMetadata(labels.getOrDefault("__name__", ""), type, help, unit));
  }

  private static List<ReceivedSample> samples(SortedMap<String, String> labels, Message series) {
    var samples = new ArrayList<ReceivedSample>();
    for (var sample : messages(series, "samples")) {
      samples.add(
          new ReceivedSample(
              labels,
              number(sample, "timestamp"),
              Double.doubleToRawLongBits(real(sample, "value")),
              startTimestamp(sample)));
    }
    return samples;
  }

  private static ReceivedExemplar exemplar(
      SortedMap<String, String> seriesLabels, SortedMap<String, String> labels, Message exemplar) {
    return new ReceivedExemplar(
        seriesLabels, labels, real(exemplar, "value"), number(exemplar, "timestamp"));
  }

  private static List<ReceivedHistogram> histograms(
      SortedMap<String, String> labels, Message series) {
    var histograms = new ArrayList<ReceivedHistogram>();
    for (var one : messages(series, "histograms")) {
      var isFloat = has(one, "count_float");
      var totals =
          new Totals(
              (int) number(one, "schema"),
              isFloat ? real(one, "count_float") : (double) number(one, "count_int"),
              real(one, "sum"),
              real(one, "zero_threshold"),
              has(one, "zero_count_float")
                  ? real(one, "zero_count_float")
                  : (double) number(one, "zero_count_int"),
              reals(one, "custom_values"));
      histograms.add(
          new ReceivedHistogram(
              labels,
              number(one, "timestamp"),
              startTimestamp(one),
              isFloat,
              (int) number(one, "reset_hint"),
              totals,
              buckets(one, "negative"),
              buckets(one, "positive")));
    }
    return histograms;
  }

  private static Buckets buckets(Message histogram, String side) {
    var spans = new ArrayList<Span>();
    for (var span : messages(histogram, side + "_spans")) {
      spans.add(new Span((int) number(span, "offset"), (int) number(span, "length")));
    }
    var deltas = new ArrayList<Long>();
    for (var delta : values(histogram, side + "_deltas")) {
      deltas.add(((Number) delta).longValue());
    }
    return new Buckets(spans, deltas, reals(histogram, side + "_counts"));
  }

  private static List<Map.Entry<String, String>> resolve(List<String> symbols, List<?> refs)
      throws IOException {
    if (refs.size() % 2 != 0) {
      throw new IOException("odd number of label references: " + refs.size());
    }
    var labels = new ArrayList<Map.Entry<String, String>>();
    for (int i = 0; i < refs.size(); i += 2) {
      labels.add(
          Map.entry(
              symbol(symbols, ((Number) refs.get(i)).longValue()),
              symbol(symbols, ((Number) refs.get(i + 1)).longValue())));
    }
    return labels;
  }

  private static String symbol(List<String> symbols, long ref) throws IOException {
    if (ref < 0 || ref >= symbols.size()) {
      throw new IOException("symbol " + ref + " of " + symbols.size());
    }
    return symbols.get((int) ref);
  }

  private static SortedMap<String, String> sorted(List<Map.Entry<String, String>> raw) {
    var labels = new TreeMap<String, String>();
    raw.forEach(label -> labels.put(label.getKey(), label.getValue()));
    return Collections.unmodifiableSortedMap(labels);
  }

  private static DynamicMessage parse(Descriptor descriptor, byte[] bytes)
      throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(descriptor, bytes);
  }

  /// A field that no descriptor knows is a sender's mistake: named, and left to the caller to
  /// judge.
  private static List<String> unknownFields(Message message) {
    var numbers = message.getUnknownFields().asMap().keySet();
    return numbers.isEmpty() ? List.of() : List.of("unknown fields in the request: " + numbers);
  }

  private static long startTimestamp(Message message) {
    return message.getDescriptorForType().findFieldByName("start_timestamp") == null
        ? 0
        : number(message, "start_timestamp");
  }

  private static boolean has(Message message, String name) {
    return message.hasField(message.getDescriptorForType().findFieldByName(name));
  }

  private static Object field(Message message, String name) {
    return message.getField(message.getDescriptorForType().findFieldByName(name));
  }

  private static long number(Message message, String name) {
    return ((Number) field(message, name)).longValue();
  }

  private static double real(Message message, String name) {
    return (Double) field(message, name);
  }

  private static String string(Message message, String name) {
    return (String) field(message, name);
  }

  private static List<?> values(Message message, String name) {
    return (List<?>) field(message, name);
  }

  private static List<Double> reals(Message message, String name) {
    return values(message, name).stream().map(Double.class::cast).toList();
  }

  private static List<Message> messages(Message message, String name) {
    return values(message, name).stream().map(Message.class::cast).toList();
  }
}

package io.tributary.wire.writerequest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.WireException;
import io.tributary.wire.protobuf.ProtoReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Decodes the messages of remote write, without building messages.
///
/// What is wrong with one series is noted there, as a receiver may take the others; bytes that are
/// no such message are a [WireException]. A request of more than [#MAX_SAMPLES] samples or series
/// is one, too: it would take many times the memory of its bytes. Cost: no allocation but for
/// histograms and exemplars, once the buffers have grown. Owned by one thread.
///
/// Source: prometheus/prometheus `prompb/remote.proto`,
/// `prompb/io/prometheus/write/v2/types.proto`; `storage/remote/write_handler.go` for the words.
public final class WriteRequestReader {
  /// Senders put some thousands into a request.
  public static final int MAX_SAMPLES = 1_000_000;

  private static final byte[] TYPE_LABEL = "__type__".getBytes(UTF_8);
  private static final byte[] UNIT_LABEL = "__unit__".getBytes(UTF_8);

  private final Options options;
  private final ProtoReader message = new ProtoReader();
  private final ProtoReader series = new ProtoReader();
  private final ProtoReader part = new ProtoReader();
  private final ProtoReader elements = new ProtoReader();
  private final LabelRun labels = new LabelRun();
  private final LabelRun exemplarLabels = new LabelRun();
  private final HistogramReader histograms = new HistogramReader();

  // The symbols of a request of version 2, and the references of one series.
  private int symbolCount;
  private int[] symbols = new int[256];
  private int refCount;
  private int[] refs = new int[64];

  /// What of version 2 is wanted beside samples.
  ///
  /// @param metadata type, help and unit of every series
  /// @param typeAndUnitLabels labels of type and unit
  public record Options(boolean metadata, boolean typeAndUnitLabels) {
    public static final Options NONE = new Options(false, false);
  }

  public WriteRequestReader(Options options) {
    this.options = options;
  }

  /// Reads a `prometheus.WriteRequest`, whose metadata is passed over.
  public void readV1(byte[] body, int from, int to, WriteRequest into) {
    into.clear();
    message.reset(body, from, to);
    while (message.next()) {
      if (message.field() == 1) {
        message.bytes();
        series.reset(message);
        readSeriesV1(into);
      } else {
        message.skip();
      }
    }
  }

  private void readSeriesV1(WriteRequest into) {
    labels.clear();
    while (series.next()) {
      switch (series.field()) {
        case 1 -> readLabel(series, labels);
        case 2 -> readSample(into);
        case 3 -> readExemplarV1(into);
        case 4 -> readHistogram(into);
        default -> series.skip();
      }
    }
    end(into, FamilyMetadata.NONE, labels.write(into.openRow()));
  }

  private void end(WriteRequest into, FamilyMetadata metadata, @Nullable String problem) {
    into.endSeries(metadata, problem);
    if (Math.max(into.seriesCount(), into.sampleCount()) > MAX_SAMPLES) {
      throw new WireException(
          "expected at most " + MAX_SAMPLES + " samples in a request", series.position());
    }
  }

  private void readLabel(ProtoReader of, LabelRun into) {
    of.bytes();
    part.reset(of);
    int nameFrom = 0;
    int nameTo = 0;
    int valueFrom = 0;
    int valueTo = 0;
    while (part.next()) {
      switch (part.field()) {
        case 1 -> {
          part.bytes();
          nameFrom = part.valueStart();
          nameTo = part.valueEnd();
        }
        case 2 -> {
          part.bytes();
          valueFrom = part.valueStart();
          valueTo = part.valueEnd();
        }
        default -> part.skip();
      }
    }
    into.add(part.array(), nameFrom, nameTo, valueFrom, valueTo);
  }

  /// The same in both versions, but for the time at which counting began.
  private void readSample(WriteRequest into) {
    series.bytes();
    part.reset(series);
    long bits = 0;
    long timestampMs = 0;
    long startMs = 0;
    while (part.next()) {
      switch (part.field()) {
        case 1 -> bits = part.fixed64();
        case 2 -> timestampMs = part.varint();
        case 3 -> startMs = part.varint();
        default -> part.skip();
      }
    }
    into.addSample(timestampMs, startMs, bits);
  }

  private void readHistogram(WriteRequest into) {
    series.bytes();
    part.reset(series);
    var histogram = histograms.read(part);
    into.addHistogram(histograms.timestampMs, histograms.startMs, histogram);
  }

  private void readExemplarV1(WriteRequest into) {
    series.bytes();
    elements.reset(series);
    exemplarLabels.clear();
    long bits = 0;
    long timestampMs = 0;
    while (elements.next()) {
      switch (elements.field()) {
        case 1 -> readLabel(elements, exemplarLabels);
        case 2 -> bits = elements.fixed64();
        case 3 -> timestampMs = elements.varint();
        default -> elements.skip();
      }
    }
    into.addExemplar(exemplarLabels.labels(), bits, timestampMs);
  }

  /// Reads an `io.prometheus.write.v2.Request`.
  public void readV2(byte[] body, int from, int to, WriteRequest into) {
    into.clear();
    readSymbols(body, from, to);
    message.reset(body, from, to);
    while (message.next()) {
      if (message.field() == 5) {
        message.bytes();
        series.reset(message);
        readSeriesV2(into);
      } else {
        message.skip();
      }
    }
  }

  /// Symbols may stand behind the series.
  private void readSymbols(byte[] body, int from, int to) {
    symbolCount = 0;
    message.reset(body, from, to);
    while (message.next()) {
      if (message.field() != 4) {
        message.skip();
        continue;
      }
      message.bytes();
      if (2 * symbolCount == symbols.length) {
        symbols = Arrays.copyOf(symbols, 2 * symbols.length);
      }
      symbols[2 * symbolCount] = message.valueStart();
      symbols[2 * symbolCount++ + 1] = message.valueEnd();
    }
  }

  private void readSeriesV2(WriteRequest into) {
    refCount = 0;
    int type = 0;
    long help = 0;
    long unit = 0;
    while (series.next()) {
      switch (series.field()) {
        case 1 -> readRefs(series);
        case 2 -> readSample(into);
        case 3 -> readHistogram(into);
        case 4 -> readExemplarV2(into);
        case 5 -> {
          series.bytes();
          part.reset(series);
          while (part.next()) {
            switch (part.field()) {
              case 1 -> type = (int) part.varint();
              case 3 -> help = part.varint();
              case 4 -> unit = part.varint();
              default -> part.skip();
            }
          }
        }
        default -> series.skip();
      }
    }
    String problem = resolve(labels);
    if (problem == null && (isNoSymbol(help) || isNoSymbol(unit))) {
      problem = "parsing metadata for series: reference out of range of the symbols";
    }
    if (problem != null) {
      end(into, FamilyMetadata.NONE, problem);
      return;
    }
    FamilyMetadata metadata =
        options.equals(Options.NONE)
            ? FamilyMetadata.NONE
            : metadata(type, symbol((int) help), symbol((int) unit));
    addTypeAndUnit(metadata);
    end(into, options.metadata ? metadata : FamilyMetadata.NONE, labels.write(into.openRow()));
  }

  private void readRefs(ProtoReader of) {
    if (!of.isPacked()) {
      addRef(of.varint());
      return;
    }
    of.bytes();
    // Nothing else is read from it meanwhile.
    part.reset(of);
    while (part.hasRemaining()) {
      addRef(part.rawVarint());
    }
  }

  private void addRef(long ref) {
    if (refCount == refs.length) {
      refs = Arrays.copyOf(refs, 2 * refCount);
    }
    refs[refCount++] = Math.clamp(ref, -1, Integer.MAX_VALUE);
  }

  private boolean isNoSymbol(long ref) {
    return ref != 0 && (ref < 0 || ref >= symbolCount);
  }

  /// Makes labels of the references; says what is wrong with them.
  private @Nullable String resolve(LabelRun into) {
    into.clear();
    if (refCount % 2 != 0) {
      return "parsing labels for series: an odd number of references";
    }
    for (int i = 0; i < refCount; i += 2) {
      int name = refs[i];
      int value = refs[i + 1];
      if (name < 0 || value < 0 || name >= symbolCount || value >= symbolCount) {
        return "parsing labels for series: reference out of range of the symbols";
      }
      into.add(
          message.array(),
          symbols[2 * name],
          symbols[2 * name + 1],
          symbols[2 * value],
          symbols[2 * value + 1]);
    }
    return null;
  }

  private void readExemplarV2(WriteRequest into) {
    int own = refCount;
    int[] kept = Arrays.copyOf(refs, refCount);
    series.bytes();
    elements.reset(series);
    refCount = 0;
    long bits = 0;
    long timestampMs = 0;
    while (elements.next()) {
      switch (elements.field()) {
        case 1 -> readRefs(elements);
        case 2 -> bits = elements.fixed64();
        case 3 -> timestampMs = elements.varint();
        default -> elements.skip();
      }
    }
    String problem = resolve(exemplarLabels);
    System.arraycopy(kept, 0, refs, 0, own);
    refCount = own;
    if (problem == null) {
      into.addExemplar(exemplarLabels.labels(), bits, timestampMs);
    } else {
      into.addRemark("exemplar: " + problem);
    }
  }

  private String symbol(int ref) {
    if (ref == 0 || ref >= symbolCount) {
      return "";
    }
    int from = symbols[2 * ref];
    return new String(message.array(), from, symbols[2 * ref + 1] - from, UTF_8);
  }

  private FamilyMetadata metadata(int type, String help, String unit) {
    boolean isKnown = type > 0 && type < MetricType.values().length;
    MetricType of = isKnown ? MetricType.ofRemoteWrite2(type) : MetricType.UNKNOWN;
    if (of == MetricType.UNKNOWN && help.isEmpty() && unit.isEmpty()) {
      return FamilyMetadata.NONE;
    }
    return new FamilyMetadata(family(labels.metricName(), of), of, help, unit);
  }

  /// The family of a series that is one of several of its kind.
  private static String family(String series, MetricType type) {
    String[] suffixes =
        switch (type) {
          case HISTOGRAM, GAUGE_HISTOGRAM -> new String[] {"_bucket", "_sum", "_count"};
          case SUMMARY -> new String[] {"_sum", "_count"};
          default -> new String[0];
        };
    for (String suffix : suffixes) {
      if (series.endsWith(suffix)) {
        return series.substring(0, series.length() - suffix.length());
      }
    }
    return series;
  }

  private void addTypeAndUnit(FamilyMetadata metadata) {
    boolean saysNothing = metadata.type() == MetricType.UNKNOWN && metadata.unit().isEmpty();
    if (!options.typeAndUnitLabels || saysNothing) {
      return;
    }
    boolean isKnown = metadata.type() != MetricType.UNKNOWN;
    labels.set(TYPE_LABEL, (isKnown ? metadata.type().text() : "").getBytes(UTF_8));
    labels.set(UNIT_LABEL, metadata.unit().getBytes(UTF_8));
  }
}

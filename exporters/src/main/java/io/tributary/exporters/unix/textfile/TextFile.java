package io.tributary.exporters.unix.textfile;

import io.tributary.exporters.page.Sample;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.exposition.ByteView;
import io.tributary.wire.exposition.ExposedSample;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import io.tributary.wire.exposition.ExpositionParser;
import io.tributary.wire.exposition.ExpositionSink;
import io.tributary.wire.exposition.LabelViews;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The families of one file in the text format.
record TextFile(Map<String, Family> families) {
  private static final int MAX_BYTES = 64 << 20;

  /// `help` is null where the file says nothing.
  record Family(MetricType type, @Nullable String help, List<Sample> samples) {}

  static TextFile read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES);
    }
    if (bytes.length == MAX_BYTES) {
      throw new MalformedException("more than 64 MiB");
    }
    if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
      throw new MalformedException("the last line does not end");
    }
    var reader = new Reader();
    ExpositionParser.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT)
        .parse(
            Arrays.copyOf(bytes, bytes.length + ExpositionParser.PADDING), 0, bytes.length, reader);
    if (reader.hasTimestamps) {
      throw new MalformedException("contains unsupported client-side timestamps");
    }
    return reader.file();
  }

  private static final class Reader implements ExpositionSink {
    private final Map<String, MetricType> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new LinkedHashMap<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private boolean hasTimestamps;

    @Override
    public void type(ByteView name, MetricType type) {
      types.put(name.toString(), type);
    }

    @Override
    public void help(ByteView name, ByteView text) {
      helps.put(name.toString(), text.toString());
    }

    @Override
    public void sample(ExposedSample sample) {
      hasTimestamps |= sample.hasTimestamp();
      LabelViews views = sample.labels();
      var labels = new ArrayList<String>();
      for (int i = 1; i < views.size(); i++) {
        labels.add(views.name(i));
        labels.add(views.value(i));
      }
      String name = views.value(0);
      samples
          .computeIfAbsent(family(name), _ -> new ArrayList<>())
          .add(new Sample(name, labels, sample.value()));
    }

    /// Buckets, sums and counts belong to the histogram or summary whose name they extend.
    private String family(String name) {
      int underscore = name.lastIndexOf('_');
      String base = underscore < 0 ? "" : name.substring(0, underscore);
      MetricType type = types.getOrDefault(base, MetricType.UNKNOWN);
      boolean extendsBase =
          switch (underscore < 0 ? "" : name.substring(underscore)) {
            case "_bucket" -> type == MetricType.HISTOGRAM;
            case "_sum", "_count" -> type == MetricType.HISTOGRAM || type == MetricType.SUMMARY;
            default -> false;
          };
      return extendsBase ? base : name;
    }

    TextFile file() {
      var families = new LinkedHashMap<String, Family>();
      samples.forEach((name, lines) ->
          families.put(
              name,
              new Family(types.getOrDefault(name, MetricType.UNKNOWN), helps.get(name), lines)));
      return new TextFile(families);
    }
  }
}

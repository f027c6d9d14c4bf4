package io.tributary.metrics.scrape.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.bytes.Hash64;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.exposition.ByteView;
import io.tributary.wire.exposition.LabelViews;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows TYPE, HELP and UNIT lines and says which family a sample belongs to.
///
/// A sample belongs to the family named last when its name is that name, or that name and a suffix
/// which the type gives. Owned by one thread.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `isSeriesPartOfFamily`.
final class FamilyTracker {
  /// Families remembered so that their texts are not made again at each read.
  private static final int MAX_CACHED = 10_000;

  private final Map<Long, FamilyMetadata> cache = new HashMap<>();
  private byte[] name = new byte[0];
  private byte[] help = new byte[0];
  private byte[] unit = new byte[0];
  private MetricType type = MetricType.UNKNOWN;
  private @Nullable FamilyMetadata current;
  private boolean heardLines;

  FamilyTracker() {}

  void clear() {
    name = new byte[0];
    reset();
  }

  /// Goes on behind a sample of the family `metadata`.
  void resume(FamilyMetadata metadata) {
    name = metadata.family().getBytes(UTF_8);
    help = metadata.help().getBytes(UTF_8);
    unit = metadata.unit().getBytes(UTF_8);
    type = metadata.type();
    current = metadata;
    heardLines = false;
  }

  /// Whether a block that stood elsewhere means the same behind what was heard since [#resume]: it
  /// names its family itself, or that family is the one in force.
  boolean leadsTo(PageText block) {
    FamilyMetadata metadata = block.metadata();
    if (metadata.family().isEmpty()) {
      return !heardLines && type == block.typeInForce();
    }
    if (block.typeInForce() == type && metadata.equals(metadata())) {
      return true;
    }
    String comments = PageCode.leadingLiteral(block.code());
    return comments.contains("# TYPE ")
        && metadata.unit().isEmpty()
        && (metadata.help().isEmpty() || comments.contains("# HELP "));
  }

  void type(ByteView family, MetricType newType) {
    enter(family);
    type = newType;
    current = null;
  }

  void help(ByteView family, ByteView text) {
    enter(family);
    help = text.copy();
    current = null;
  }

  void unit(ByteView family, ByteView text) {
    enter(family);
    unit = text.copy();
    current = null;
  }

  /// The metadata of a sample with these labels, the first of which is the metric name.
  FamilyMetadata of(LabelViews labels) {
    if (name.length == 0 || labels.size() == 0) {
      return FamilyMetadata.NONE;
    }
    byte[] array = labels.valueArray(0);
    int from = labels.valueStart(0);
    int to = labels.valueEnd(0);
    int length = to - from;
    if (length < name.length
        || !Arrays.equals(array, from, from + name.length, name, 0, name.length)) {
      return FamilyMetadata.NONE;
    }
    if (length > name.length && !isSuffix(array, from + name.length, to)) {
      return FamilyMetadata.NONE;
    }
    return metadata();
  }

  private void enter(ByteView family) {
    heardLines = true;
    if (!Arrays.equals(family.array(), family.start(), family.end(), name, 0, name.length)) {
      name = family.copy();
      reset();
    }
  }

  private void reset() {
    help = new byte[0];
    unit = new byte[0];
    type = MetricType.UNKNOWN;
    current = null;
  }

  private boolean isSuffix(byte[] array, int from, int to) {
    String suffix = new String(array, from, Math.min(to - from, 16), UTF_8);
    return switch (suffix) {
      case "_total" -> type == MetricType.COUNTER;
      case "_bucket" -> type == MetricType.HISTOGRAM || type == MetricType.GAUGE_HISTOGRAM;
      case "_sum", "_count" ->
          type == MetricType.HISTOGRAM
              || type == MetricType.SUMMARY
              || type == MetricType.GAUGE_HISTOGRAM;
      case "_gsum", "_gcount" -> type == MetricType.GAUGE_HISTOGRAM;
      case "_created" ->
          type == MetricType.COUNTER || type == MetricType.HISTOGRAM || type == MetricType.SUMMARY;
      case "_info" -> type == MetricType.INFO;
      default -> false;
    };
  }

  private FamilyMetadata metadata() {
    FamilyMetadata known = current;
    if (known != null) {
      return known;
    }
    long key = Hash64.of(name, 0, name.length, Hash64.SEED);
    key = Hash64.of(help, 0, help.length, key);
    key = Hash64.of(unit, 0, unit.length, key + type.remoteWrite1());
    FamilyMetadata cached = cache.get(key);
    if (cached == null) {
      cached =
          new FamilyMetadata(
              new String(name, UTF_8), type, new String(help, UTF_8), new String(unit, UTF_8));
      if (cache.size() >= MAX_CACHED) {
        cache.clear();
      }
      cache.put(key, cached);
    }
    current = cached;
    return cached;
  }
}

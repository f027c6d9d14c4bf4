package io.tributary.metrics.scrape.page;

import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The identity of a block of a page: its code (see [PageCode]) and what was in force where it
/// stands.
///
/// @param typeInForce of the last TYPE line before or in it: `le` and `quantile` values depend on
///   it
/// @param rows sample lines
record PageText(byte[] code, int rows, MetricType typeInForce, FamilyMetadata metadata) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PageText that
        && rows == that.rows
        && typeInForce == that.typeInForce
        && Arrays.equals(code, that.code)
        && metadata.equals(that.metadata);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(code) + metadata.hashCode();
  }
}

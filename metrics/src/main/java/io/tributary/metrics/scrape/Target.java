package io.tributary.metrics.scrape;

import io.tributary.base.bytes.Hash64;
import io.tributary.base.secret.SecretUrls;
import io.tributary.model.labels.Labels;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One endpoint to scrape, after relabelling.
///
/// @param discovered labels as discovery gave them, with the job's defaults filled in
/// @param labels those that the target's series carry: no name begins with two underscores
/// @param key a hash of final labels and URL, equal over restarts: it decides the offset and the
///   shard
public record Target(
    Labels discovered,
    Labels labels,
    URI url,
    @Nullable Path unixSocket,
    Duration interval,
    Duration timeout,
    HistogramFlags histograms,
    long key) {

  /// Switches that relabelling may set per target.
  public record HistogramFlags(
      boolean scrapeNative, boolean convertClassicToCustom, boolean alwaysScrapeClassic) {}

  /// Whether `other` is the same but for what discovery says of it: then nothing about its scrapes
  /// differs.
  boolean isScrapedLike(Target other) {
    return new Target(other.discovered, labels, url, unixSocket, interval, timeout, histograms, key)
        .equals(other);
  }

  /// The URL as it may be shown: a parameter or a user's password can be a secret.
  String shownUrl() {
    return SecretUrls.shown(url.toString());
  }

  /// A key that depends on nothing but the labels (internal ones included) and the URL.
  static long keyOf(Labels all, URI url) {
    byte[] text = (all + " " + url).getBytes(StandardCharsets.UTF_8);
    return Hash64.of(text, 0, text.length, 0);
  }
}

package io.tributary.testkit.remotewrite;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One request, decoded.
///
/// @param headers names in lower case, the last value of each
/// @param symbols the table of a 2.0 request, empty for 1.0
/// @param metadata the list of a 1.0 request, or what the series of a 2.0 request carried
/// @param violations what the specification forbids and the request did; empty from a conforming
///   sender
public record ReceivedRequest(
    Version version,
    SortedMap<String, String> headers,
    Sizes sizes,
    List<String> symbols,
    List<ReceivedSeries> series,
    List<ReceivedMetadata> metadata,
    List<String> violations) {

  /// Bytes of the body on the wire and after decompression.
  public record Sizes(int wireBytes, int messageBytes) {}

  public ReceivedRequest {
    symbols = List.copyOf(symbols);
    series = List.copyOf(series);
    metadata = List.copyOf(metadata);
    violations = List.copyOf(violations);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
  }

  public List<ReceivedSample> samples() {
    return series.stream().flatMap(one -> one.samples().stream()).toList();
  }

  public List<ReceivedHistogram> histograms() {
    return series.stream().flatMap(one -> one.histograms().stream()).toList();
  }

  public List<ReceivedExemplar> exemplars() {
    return series.stream().flatMap(one -> one.exemplars().stream()).toList();
  }
}

package io.tributary.testkit.remotewrite;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// One `TimeSeries` entry of a request.
///
/// @param rawLabels names and values in the order of the wire, repeats included
/// @param labels the same, sorted; where a name repeats the last one stands
/// @param metadata what a 2.0 entry carried, if its type, help or unit was set
public record ReceivedSeries(
    List<Map.Entry<String, String>> rawLabels,
    SortedMap<String, String> labels,
    List<ReceivedSample> samples,
    List<ReceivedHistogram> histograms,
    List<ReceivedExemplar> exemplars,
    Optional<ReceivedMetadata> metadata) {
  public ReceivedSeries {
    rawLabels = List.copyOf(rawLabels);
    samples = List.copyOf(samples);
    histograms = List.copyOf(histograms);
    exemplars = List.copyOf(exemplars);
  }
}

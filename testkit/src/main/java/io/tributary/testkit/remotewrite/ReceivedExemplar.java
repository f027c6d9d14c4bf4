package io.tributary.testkit.remotewrite;

import java.util.SortedMap;

/// One exemplar, with the labels of the series that it rides on beside its own.
public record ReceivedExemplar(
    SortedMap<String, String> seriesLabels,
    SortedMap<String, String> labels,
    double value,
    long timestampMs) {}

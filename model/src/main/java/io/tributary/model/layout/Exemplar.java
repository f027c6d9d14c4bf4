package io.tributary.model.layout;

import io.tributary.model.labels.Labels;

/// An exemplar of the series in `row`.
public record Exemplar(int row, Labels labels, long valueBits, long timestampMs) {}

package io.tributary.metrics.scrape.cardinality;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Stream;

/// The series of one target, as of its last successful scrape.
///
/// @param addedPerHour series that were new after the first scrape, an hour
/// @param bodyBytes of the last scrape, decoded
public record ExposedSeries(
    String job,
    String instance,
    String url,
    Layout layout,
    Stream stream,
    double addedPerHour,
    long bodyBytes) {}

/// The exposition formats: what a scraped body says. [ExpositionFormat] picks a format from a
/// Content-Type, [ExpositionParser] reads a body and tells an [ExpositionSink] what it finds,
/// [FloatParser] reads the numbers. These are the plain parsers, and the reference for the matcher
/// that compares a body with the previous one.
///
/// Source of behaviour: Prometheus `model/textparse`, the OpenMetrics 1.0 specification.
@NullMarked
package io.tributary.wire.exposition;

import org.jspecify.annotations.NullMarked;

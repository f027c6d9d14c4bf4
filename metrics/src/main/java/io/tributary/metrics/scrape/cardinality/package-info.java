/// How many series there are, and what of them costs how much: by metric, by label, by target.
///
/// [io.tributary.metrics.scrape.cardinality.SeriesCount] is the entry. It looks at pages that are
/// there anyway, and keeps nothing.
@NullMarked
package io.tributary.metrics.scrape.cardinality;

import org.jspecify.annotations.NullMarked;

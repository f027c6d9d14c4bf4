/// A page of metrics before it is text: collectors add samples to
/// [io.tributary.exporters.page.Families], which answers [io.tributary.exporters.page.MetricFamily]
/// records in a stable order, and [io.tributary.exporters.page.TextPage] writes them. Depends on
/// `base` and `model` alone.
@NullMarked
package io.tributary.exporters.page;

import org.jspecify.annotations.NullMarked;

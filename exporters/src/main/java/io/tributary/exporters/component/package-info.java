/// The components `prometheus.exporter.*`: [io.tributary.exporters.component.ExporterComponents]
/// lists them, [io.tributary.exporters.component.ExporterComponent] is what they have in common.
@NullMarked
package io.tributary.exporters.component;

import org.jspecify.annotations.NullMarked;

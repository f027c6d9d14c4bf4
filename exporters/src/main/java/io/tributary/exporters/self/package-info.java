/// What the agent tells of itself: [io.tributary.exporters.self.OwnPage] writes the metrics of a
/// registry as a page.
@NullMarked
package io.tributary.exporters.self;

import org.jspecify.annotations.NullMarked;

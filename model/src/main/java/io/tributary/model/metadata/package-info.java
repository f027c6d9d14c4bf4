/// What a metric family says of itself: type, help, unit.
@org.jspecify.annotations.NullMarked
package io.tributary.model.metadata;

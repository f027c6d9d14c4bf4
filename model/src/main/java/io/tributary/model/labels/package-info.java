/// Label sets of series and targets, as names and values in order of name.
@org.jspecify.annotations.NullMarked
package io.tributary.model.labels;

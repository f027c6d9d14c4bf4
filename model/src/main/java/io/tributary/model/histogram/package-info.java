/// Native histograms: exponential and custom buckets, integer and float counts.
@org.jspecify.annotations.NullMarked
package io.tributary.model.histogram;

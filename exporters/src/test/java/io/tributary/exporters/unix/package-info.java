/// Tests of the exporter as a whole; the other packages hold one test for each collector.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix;

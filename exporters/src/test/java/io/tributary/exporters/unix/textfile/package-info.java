/// Tests of metrics in files.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix.textfile;

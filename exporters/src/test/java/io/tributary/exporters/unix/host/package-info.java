/// The fake host that tests of collectors read, and tests of what they stand on.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix.host;

/// From a syntax tree or a value back to text: the formatter, and the printer of what was built and
/// not read.
///
/// Start at [io.tributary.river.printer.RiverPrinter].
@NullMarked
package io.tributary.river.printer;

import org.jspecify.annotations.NullMarked;

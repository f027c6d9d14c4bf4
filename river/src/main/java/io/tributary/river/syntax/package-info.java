/// From bytes to a syntax tree: tokens, the scanner with its terminators, the parser that goes on
/// behind an error, and the tree of records with the place of everything.
///
/// Start at [io.tributary.river.syntax.RiverParser]. Whatever the bytes are, parsing ends in a tree
/// or in diagnostics, within [io.tributary.river.syntax.Limits].
@NullMarked
package io.tributary.river.syntax;

import org.jspecify.annotations.NullMarked;

/// What expressions mean: scopes, operators, access and calls, and what an expression refers to.
///
/// Start at [io.tributary.river.eval.Evaluation].
@NullMarked
package io.tributary.river.eval;

import org.jspecify.annotations.NullMarked;

/// Regular expressions as Prometheus reads them: RE2 syntax, anchored at both ends, the dot
/// matching newlines too, and time linear in the input whatever the pattern.
///
/// Start at [io.tributary.model.regex.Regex]; [io.tributary.model.regex.Template] is Go's `Expand`.
/// Patterns that are really literals, sets, prefixes, suffixes or the like never reach the regex
/// engine.
@NullMarked
package io.tributary.model.regex;

import org.jspecify.annotations.NullMarked;

/// What is wrong with a River file, and how it is shown to a person.
///
/// [io.tributary.river.diag.Diagnostic] is one finding with the range of text that it concerns,
/// [io.tributary.river.diag.Findings] collects them, [io.tributary.river.diag.SnippetPrinter]
/// prints them with lines and carets. They are not the findings of the YAML dialects
/// ([io.tributary.base.config.Diagnostic]): those carry one line with its secrets masked, these a
/// range over lines and no text at all.
@NullMarked
package io.tributary.river.diag;

import org.jspecify.annotations.NullMarked;

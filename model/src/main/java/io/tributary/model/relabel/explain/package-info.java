/// Why relabelling came out as it did: what each rule saw in one label set and made of it
/// ([io.tributary.model.relabel.explain.RelabelExplanation]), and what it almost matched.
///
/// For people who ask, never on the data path. What rules do is left to the engine itself
/// ([io.tributary.model.relabel.Relabeler]); this package only watches it.
@NullMarked
package io.tributary.model.relabel.explain;

import org.jspecify.annotations.NullMarked;

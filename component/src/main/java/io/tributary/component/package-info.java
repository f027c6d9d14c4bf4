/// What a component is: its definition, its life, its arguments and exports, its health.
///
/// A component binds an engine to the graph. Write a record for the arguments, an
/// [io.tributary.component.ArgumentsCodec] that reads and shows it, a class that implements
/// [io.tributary.component.Component], and one line in a [io.tributary.component.Catalogue].
/// Engines know nothing of this package.
@NullMarked
package io.tributary.component;

import org.jspecify.annotations.NullMarked;

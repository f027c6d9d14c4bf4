/// What a component is: its definition, its life, its arguments and exports, its health.
///
/// A component binds an engine to the graph. Write a record for the arguments, an
/// [io.tributary.component.ArgumentsCodec] that reads and shows it, a class that implements
/// [io.tributary.component.Component], and one line in a [io.tributary.component.Catalogue].
/// Engines know nothing of this package.
///
/// A component may be more than that: one that answers HTTP requests implements
/// [io.tributary.component.page.ServesPages] as well. What else the agent asks of components, it
/// finds in the same way: by the interfaces that they implement.
@NullMarked
package io.tributary.component;

import org.jspecify.annotations.NullMarked;

/// Everything that a configuration can name: the components, and what they share.
///
/// [io.tributary.agent.catalogue.Components] is the list.
@NullMarked
package io.tributary.agent.catalogue;

import org.jspecify.annotations.NullMarked;

/// The discovery mechanisms that this module brings along, in one list:
/// [io.tributary.discovery.catalogue.StandardMechanisms].
@NullMarked
package io.tributary.discovery.catalogue;

import org.jspecify.annotations.NullMarked;

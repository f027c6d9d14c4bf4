/// From the body of a block to settings of the host: attributes and nested blocks by name and type,
/// with every error at once and at its place.
///
/// Start at [io.tributary.river.decode.BlockReader].
@NullMarked
package io.tributary.river.decode;

import org.jspecify.annotations.NullMarked;

/// The paths of `json_path`: the dialect of ohler55/ojg, with filters.
///
/// Start at [io.tributary.river.stdlib.path.JsonPath].
@NullMarked
package io.tributary.river.stdlib.path;

import org.jspecify.annotations.NullMarked;

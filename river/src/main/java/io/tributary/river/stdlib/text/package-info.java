/// Texts as Go's library makes them: `fmt.Sprintf` and the escaping of URL queries.
@NullMarked
package io.tributary.river.stdlib.text;

import org.jspecify.annotations.NullMarked;

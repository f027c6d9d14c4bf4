/// JSON as Go's `encoding/json` reads and writes it.
@NullMarked
package io.tributary.river.stdlib.json;

import org.jspecify.annotations.NullMarked;

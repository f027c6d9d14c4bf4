/// What a conversion to River yields, and what it says about what it could not convert: the levels,
/// the texts and the report of Alloy's converter. Knows no dialect.
@NullMarked
package io.tributary.dialects.convert;

import org.jspecify.annotations.NullMarked;

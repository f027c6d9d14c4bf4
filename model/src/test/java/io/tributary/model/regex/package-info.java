/// Tests of [io.tributary.model.regex].
@NullMarked
package io.tributary.model.regex;

import org.jspecify.annotations.NullMarked;

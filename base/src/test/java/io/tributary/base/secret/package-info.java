@NullMarked
package io.tributary.base.secret;

import org.jspecify.annotations.NullMarked;

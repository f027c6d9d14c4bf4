@NullMarked
package io.tributary.dialects.tree;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.tributary.base.plugin;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.tributary.exporters.component;

import org.jspecify.annotations.NullMarked;

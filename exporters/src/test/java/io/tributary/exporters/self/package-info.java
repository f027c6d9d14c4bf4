@NullMarked
package io.tributary.exporters.self;

import org.jspecify.annotations.NullMarked;

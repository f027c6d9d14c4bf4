/// Tests of [io.tributary.discovery.component].
@NullMarked
package io.tributary.discovery.component;

import org.jspecify.annotations.NullMarked;

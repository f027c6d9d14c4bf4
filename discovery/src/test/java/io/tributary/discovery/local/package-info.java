/// Tests of [io.tributary.discovery.local].
@NullMarked
package io.tributary.discovery.local;

import org.jspecify.annotations.NullMarked;

/// Tests of [io.tributary.discovery.dns].
@NullMarked
package io.tributary.discovery.dns;

import org.jspecify.annotations.NullMarked;

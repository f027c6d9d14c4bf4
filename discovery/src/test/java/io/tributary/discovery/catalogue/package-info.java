/// Tests of [io.tributary.discovery.catalogue].
@NullMarked
package io.tributary.discovery.catalogue;

import org.jspecify.annotations.NullMarked;

/// Tests of [io.tributary.discovery.file].
@NullMarked
package io.tributary.discovery.file;

import org.jspecify.annotations.NullMarked;

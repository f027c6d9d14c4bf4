/// Tests of [io.tributary.discovery.process].
@NullMarked
package io.tributary.discovery.process;

import org.jspecify.annotations.NullMarked;

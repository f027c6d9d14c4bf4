/// Tests of [io.tributary.discovery.groups].
@NullMarked
package io.tributary.discovery.groups;

import org.jspecify.annotations.NullMarked;

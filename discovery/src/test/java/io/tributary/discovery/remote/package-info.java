/// Tests of [io.tributary.discovery.remote].
@NullMarked
package io.tributary.discovery.remote;

import org.jspecify.annotations.NullMarked;

/// Tests of [io.tributary.discovery.client].
@NullMarked
package io.tributary.discovery.client;

import org.jspecify.annotations.NullMarked;

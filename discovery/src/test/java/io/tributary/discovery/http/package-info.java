/// Tests of [io.tributary.discovery.http].
@NullMarked
package io.tributary.discovery.http;

import org.jspecify.annotations.NullMarked;

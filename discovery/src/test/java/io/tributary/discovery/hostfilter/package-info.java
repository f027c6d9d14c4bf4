/// Tests of the package of the same name.
@NullMarked
package io.tributary.discovery.hostfilter;

import org.jspecify.annotations.NullMarked;

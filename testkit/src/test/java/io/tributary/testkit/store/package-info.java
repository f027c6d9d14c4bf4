@NullMarked
package io.tributary.testkit.store;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.tributary.testkit.network;

import org.jspecify.annotations.NullMarked;

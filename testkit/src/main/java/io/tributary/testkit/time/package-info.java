/// Time for tests whose other end lives in real time.
@NullMarked
package io.tributary.testkit.time;

import org.jspecify.annotations.NullMarked;

/// The receiver that other tests trust, tested against messages written by hand.
@NullMarked
package io.tributary.testkit.remotewrite;

import org.jspecify.annotations.NullMarked;

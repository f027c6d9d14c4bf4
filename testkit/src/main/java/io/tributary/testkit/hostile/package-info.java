/// Texts that somebody chose to do harm, for tests of whatever shows or prints texts of others.
@NullMarked
package io.tributary.testkit.hostile;

import org.jspecify.annotations.NullMarked;

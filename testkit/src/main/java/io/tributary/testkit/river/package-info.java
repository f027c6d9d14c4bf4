/// Texts of the configuration language, for tests of whatever reads them.
@NullMarked
package io.tributary.testkit.river;

import org.jspecify.annotations.NullMarked;

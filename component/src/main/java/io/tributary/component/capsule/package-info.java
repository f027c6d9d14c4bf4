/// The things of the host that components hand to one another through expressions.
@NullMarked
package io.tributary.component.capsule;

import org.jspecify.annotations.NullMarked;

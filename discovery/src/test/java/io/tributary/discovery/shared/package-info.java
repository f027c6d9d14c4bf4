/// Tests of discovery that is shared.
@NullMarked
package io.tributary.discovery.shared;

import org.jspecify.annotations.NullMarked;

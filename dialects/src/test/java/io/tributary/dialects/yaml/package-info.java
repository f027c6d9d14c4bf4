/// Tests of the package of the same name.
@NullMarked
package io.tributary.dialects.yaml;

import org.jspecify.annotations.NullMarked;

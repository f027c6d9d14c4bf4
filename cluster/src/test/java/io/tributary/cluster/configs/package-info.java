@NullMarked
package io.tributary.cluster.configs;

import org.jspecify.annotations.NullMarked;

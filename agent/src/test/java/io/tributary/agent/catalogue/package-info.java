@NullMarked
package io.tributary.agent.catalogue;

import org.jspecify.annotations.NullMarked;

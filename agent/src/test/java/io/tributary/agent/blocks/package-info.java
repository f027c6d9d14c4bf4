@NullMarked
package io.tributary.agent.blocks;

import org.jspecify.annotations.NullMarked;

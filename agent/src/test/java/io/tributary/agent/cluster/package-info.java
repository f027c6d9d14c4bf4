@NullMarked
package io.tributary.agent.cluster;

import org.jspecify.annotations.NullMarked;

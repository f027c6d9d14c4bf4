@NullMarked
package io.tributary.agent.web.graph;

import org.jspecify.annotations.NullMarked;

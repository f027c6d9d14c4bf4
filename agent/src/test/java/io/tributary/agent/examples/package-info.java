@NullMarked
package io.tributary.agent.examples;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.tributary.plugins.consul;

import org.jspecify.annotations.NullMarked;

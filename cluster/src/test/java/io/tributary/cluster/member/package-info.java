@NullMarked
package io.tributary.cluster.member;

import org.jspecify.annotations.NullMarked;

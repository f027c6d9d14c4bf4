@org.jspecify.annotations.NullMarked
package io.tributary.river.decode;

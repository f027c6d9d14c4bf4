@org.jspecify.annotations.NullMarked
package io.tributary.e2e;

/// A disk for tests: it forgets what was not forced, tears writes, fills up and fails on demand.
@org.jspecify.annotations.NullMarked
package io.tributary.testkit.disk;

/// The agent as a process of its own, between real targets and real receivers.
@org.jspecify.annotations.NullMarked
package io.tributary.e2e;

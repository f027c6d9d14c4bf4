/// Memory as the operating system counts it.
///
/// [io.tributary.base.memory.ColdPages] gives back what the process has mapped and no longer
/// touches. Depends on the JDK alone, and does nothing outside Linux.
@org.jspecify.annotations.NullMarked
package io.tributary.base.memory;

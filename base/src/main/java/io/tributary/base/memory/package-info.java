/// How much memory there is, who may have it, and what of it the operating system may take back.
///
/// [io.tributary.base.memory.MemoryBudget] is for what arrives from outside,
/// [io.tributary.base.memory.HeapRoom] for what is about to be built from it, and
/// [io.tributary.base.memory.ColdPages] gives back what the process has mapped and no longer
/// touches. Depends on the clock alone.
@org.jspecify.annotations.NullMarked
package io.tributary.base.memory;

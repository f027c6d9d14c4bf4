/// House rules that a machine can hold: arrows between modules, where time and output come from,
/// and what the sources of the whole repository look like.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.architecture;

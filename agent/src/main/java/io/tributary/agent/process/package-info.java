/// One running agent: engines, configuration and HTTP surface, started and stopped in order.
///
/// [io.tributary.agent.process.Agent] is the whole; [io.tributary.agent.process.Pipeline] wires the
/// engines of the data plane together. Both commands that run something use them.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.process;

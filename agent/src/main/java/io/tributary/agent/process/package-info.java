/// One running agent: engines, configuration and HTTP surface, started and stopped in order.
///
/// [io.tributary.agent.process.Agent] is the whole, for every command that runs something; what it
/// does is its [io.tributary.agent.process.Work].
@org.jspecify.annotations.NullMarked
package io.tributary.agent.process;

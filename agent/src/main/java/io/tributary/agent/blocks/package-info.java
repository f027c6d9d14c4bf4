/// The blocks of a configuration that set up the agent itself: `logging`, `http`, `tracing`,
/// `livedebugging`; and what `import.http` fetches with.
///
/// [io.tributary.agent.blocks.AgentBlocks] has all of them.
@NullMarked
package io.tributary.agent.blocks;

import org.jspecify.annotations.NullMarked;

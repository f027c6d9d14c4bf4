/// The agents that are compared, what they are put on, and their processes:
/// [io.tributary.bench.agents.Agent] knows where each is found and how it is started.
@NullMarked
package io.tributary.bench.agents;

import org.jspecify.annotations.NullMarked;

/// What Grafana's `agentctl` does: bring the configurations of a folder to agents.
///
/// Entry point: [ConfigSync]. Knows nothing of command lines.
@NullMarked
package io.tributary.agent.agentctl;

import org.jspecify.annotations.NullMarked;

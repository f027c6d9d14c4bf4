/// What Grafana's `agentctl` does: bring the configurations of a folder to agents, and tell what is
/// in a log.
///
/// Entry points: [ConfigSync]; [LogStatistics], [TargetCardinality] and [SampleStatistics]. Knows
/// nothing of command lines.
@NullMarked
package io.tributary.agent.agentctl;

import org.jspecify.annotations.NullMarked;

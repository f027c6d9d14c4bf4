package io.tributary.cluster.member;

import io.tributary.cluster.ring.EntrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How an agent comes, stays and goes.
///
/// @param heartbeatPeriod zero for no heartbeats
/// @param observePeriod how long it watches that its tokens are its alone; zero for not at all
/// @param joinAfter how long it waits before it takes tokens
/// @param finalSleep how long it stays after the others were told that it leaves
/// @param handOver how long it stays at least where there are others, so that they have begun
/// @param longestHandOver the same at most, while not all of them have begun
/// @param tokensFile where its tokens are kept between two runs
public record LifeSettings(
    EntrySettings entry,
    Duration heartbeatPeriod,
    Duration observePeriod,
    Duration joinAfter,
    Duration finalSleep,
    Duration handOver,
    Duration longestHandOver,
    Optional<Path> tokensFile) {}

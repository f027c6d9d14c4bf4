package io.tributary.runtime.graph;

import io.tributary.base.time.Clock;
import io.tributary.river.eval.Scope;
import io.tributary.runtime.Services;
import io.tributary.runtime.link.LinkContext;
import io.tributary.runtime.tap.Taps;
import java.nio.file.Path;
import java.time.Duration;

/// What all modules of one runtime share. `library` is the outermost scope of every expression; a
/// component that has not stopped after `shutdownDeadline` is left behind.
public record EngineSettings(
    LinkContext link,
    Scope library,
    Services services,
    Taps taps,
    Path dataDirectory,
    Duration shutdownDeadline,
    Clock clock) {}

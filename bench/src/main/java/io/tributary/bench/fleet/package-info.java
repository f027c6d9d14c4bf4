/// The scraped side of the race: a process of its own that plays many targets, each on a port of
/// its own, and counts what it served. Entry point: [io.tributary.bench.fleet.Fleet].
///
/// It must cost as little as it can, because it shares the machine with the agent that is being
/// measured: pages are rendered and compressed before the race, in several variants per target, and
/// one selector thread hands them to the kernel.
@NullMarked
package io.tributary.bench.fleet;

import org.jspecify.annotations.NullMarked;

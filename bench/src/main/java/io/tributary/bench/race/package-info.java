/// The race: one fleet, one receiver, and the agents one after the other over the same ground, each
/// at its defaults. Entry point: [io.tributary.bench.race.Race].
@NullMarked
package io.tributary.bench.race;

import org.jspecify.annotations.NullMarked;

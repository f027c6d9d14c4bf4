/// Processes of the race: children that obey one line at a time, the agents under test, and what
/// `/proc` says about them.
@NullMarked
package io.tributary.bench.process;

import org.jspecify.annotations.NullMarked;

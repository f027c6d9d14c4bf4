/// Finds what is wrong or doubtful with configuration files without running them.
///
/// [io.tributary.agent.check.ConfigDialect] is the front door: a dialect says which files are its
/// own and reads one into a [io.tributary.agent.check.ConfigReading]. What is the same in all of
/// them, everything about relabelling above all, [io.tributary.agent.check.PlanLints] finds on the
/// plan.
@NullMarked
package io.tributary.agent.check;

import org.jspecify.annotations.NullMarked;

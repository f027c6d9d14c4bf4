/// What every configuration dialect shares: durations and sizes as operators write them, secrets
/// that do not print themselves, and diagnostics with a position.
///
/// Start at [io.tributary.base.config.Diagnostic]. Depends on nothing but `base.text` and the JDK.
@NullMarked
package io.tributary.base.config;

import org.jspecify.annotations.NullMarked;

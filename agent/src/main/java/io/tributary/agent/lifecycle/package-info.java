/// Signals, reloads and the order in which things start and stop.
///
/// [io.tributary.agent.lifecycle.ConfigReloads] is the only way by which a configuration comes into
/// force; [io.tributary.agent.lifecycle.Signals] turns signals into calls.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.lifecycle;

/// The agent's own log: one line an event on standard error, as logfmt or JSON.
///
/// [io.tributary.agent.logging.Logging] sets it up without a configuration file. Everything else in
/// Tributary logs through slf4j; attributes are its key-value pairs.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.logging;

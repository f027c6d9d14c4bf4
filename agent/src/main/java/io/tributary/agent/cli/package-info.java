/// What a user types: commands, flags, help, exit codes.
///
/// [io.tributary.agent.cli.Main] finds the command; [io.tributary.agent.cli.PrometheusFlags] is the
/// table of every flag of `tributary prometheus`, with the names and defaults of Prometheus in
/// agent mode. The only package, with the demo, that writes to standard output.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.cli;

/// The program: command line, process life cycle, HTTP surface, own telemetry, demo.
///
/// Entry point: [io.tributary.agent.cli.Main]. Depends on everything else; nothing but the
/// benchmarks and the end-to-end tests depends on it.
@org.jspecify.annotations.NullMarked
package io.tributary.agent;

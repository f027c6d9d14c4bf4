/// What the process says about itself: build, process, virtual machine.
///
/// [io.tributary.agent.telemetry.ProcessTelemetry] registers all of it. Each engine registers its
/// own metrics with the registry that it is given.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.telemetry;

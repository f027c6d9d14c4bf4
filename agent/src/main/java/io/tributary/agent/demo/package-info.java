/// `tributary demo`: the whole path inside one process, with nothing to configure.
///
/// [io.tributary.agent.demo.Demo] starts two targets (this host and Tributary itself) and a
/// receiver on loopback, runs the ordinary pipeline between them, and shows what happens.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.demo;

/// `tributary demo`: the whole path inside one process, with nothing to configure.
///
/// [io.tributary.agent.demo.Demo] runs an ordinary agent with the River file `demo.river`, whose
/// targets (this host and Tributary itself) and receiver are its own, and shows what happens.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.demo;

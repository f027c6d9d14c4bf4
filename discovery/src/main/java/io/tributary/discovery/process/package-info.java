/// The processes of this host as targets: [io.tributary.discovery.process.ProcessScan] finds them,
/// [io.tributary.discovery.process.ContainerJoin] adds what others know of their containers.
@NullMarked
package io.tributary.discovery.process;

import org.jspecify.annotations.NullMarked;

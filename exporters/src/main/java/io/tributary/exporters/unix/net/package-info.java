/// The network: interfaces, protocols, sockets, connection tracking, NFS, and the fabrics beside
/// it.
@NullMarked
package io.tributary.exporters.unix.net;

import org.jspecify.annotations.NullMarked;

/// Sends what the log holds to remote-write receivers, one independent sender for each destination.
///
/// [io.tributary.metrics.remotewrite.RemoteWriteSettings] says where and how. Depends on the log
/// (`metrics.wal`), on `wire.remotewrite` for the requests and on `net` for the connection.
@NullMarked
package io.tributary.metrics.remotewrite;

import org.jspecify.annotations.NullMarked;

/// Senders against a scripted receiver on real sockets.
@org.jspecify.annotations.NullMarked
package io.tributary.metrics.remotewrite;

/// A remote-write receiver for tests: [io.tributary.testkit.remotewrite.RemoteWriteReceiver]
/// listens on loopback, decodes 1.0 and 2.0 requests with protobuf-java and snappy-java (a reading
/// independent of our own codecs), answers as scripted, and keeps what it accepted in a
/// [io.tributary.testkit.remotewrite.DeliveryLedger].
///
/// Depends on nothing of ours on purpose: a mistake in our codecs must not hide here.
@NullMarked
package io.tributary.testkit.remotewrite;

import org.jspecify.annotations.NullMarked;

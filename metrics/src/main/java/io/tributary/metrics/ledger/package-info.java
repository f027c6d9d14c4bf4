/// The books of delivery: for every destination, accepted = delivered + queued + what was dropped,
/// by reason.
///
/// Entry point: [io.tributary.metrics.ledger.DestinationLedger]. Senders post to it, metrics and
/// every integration test read it. Depends on nothing but the registry of metrics.
@NullMarked
package io.tributary.metrics.ledger;

import org.jspecify.annotations.NullMarked;

package io.tributary.metrics.remotewrite;

import io.tributary.metrics.ledger.DestinationLedger;

/// What a destination is doing, for people.
///
/// @param isParked the receiver refuses us, and the data waits in the log until somebody mends that
/// @param lastError what went wrong last, or why it is parked; empty when all is well
/// @param lastErrorMs when something went wrong last, in epoch milliseconds; 0 where nothing did
public record DestinationStatus(
    String name,
    ProtobufMessage message,
    boolean isParked,
    String lastError,
    long lastErrorMs,
    int shards,
    DestinationLedger.Balance ledger) {}

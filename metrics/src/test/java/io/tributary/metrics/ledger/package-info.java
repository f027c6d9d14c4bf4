/// The books balance, and say so when they do not.
@org.jspecify.annotations.NullMarked
package io.tributary.metrics.ledger;

/// The log between scrapes and senders: append-only segments of columns, one cursor for each
/// destination.
///
/// Start with [io.tributary.metrics.wal.Wal]. Depends on `model.layout` for what a column is and on
/// `base.disk` for files; knows nothing of scraping, sending or configuration files.
@org.jspecify.annotations.NullMarked
package io.tributary.metrics.wal;

/// Scrapes targets: when, how, and what becomes of the answer.
///
/// [io.tributary.metrics.scrape.ScrapeSettings] is one job, fully resolved. Depends on `discovery`
/// for the targets, on `net` for the request and on `wire.exposition` for the body.
@NullMarked
package io.tributary.metrics.scrape;

import org.jspecify.annotations.NullMarked;

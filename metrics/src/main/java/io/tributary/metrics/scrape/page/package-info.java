/// A target's page: its text without the numbers, matched against the next body in lockstep.
///
/// Entry points: [io.tributary.metrics.scrape.page.PageReader] reads a body in full and gives a
/// [io.tributary.metrics.scrape.page.Page]; [io.tributary.metrics.scrape.page.PageMatcher] compares
/// the next body with it and takes only the numbers. The reader is the reference: where the matcher
/// gives up, the reader decides.
@org.jspecify.annotations.NullMarked
package io.tributary.metrics.scrape.page;

/// Fetching exposition pages, over and over, as cheaply as possible.
///
/// A [io.tributary.net.scrape.ScrapeTransport] serves the targets of one job; each target has a
/// [io.tributary.net.scrape.ScrapeChannel]. Every call to a channel and every answer happens on the
/// thread of the target's [io.tributary.net.scrape.EventLoop], which also owns the timers, so a
/// target needs no lock.
@NullMarked
package io.tributary.net.scrape;

import org.jspecify.annotations.NullMarked;

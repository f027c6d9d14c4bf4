/// Series identity, decided once: blocks of final label sets, layouts of blocks, streams of
/// scrapes.
///
/// Entry points: [io.tributary.model.layout.SeriesBlock] holds label sets,
/// [io.tributary.model.layout.Layout] the rows of a scrape, and a
/// [io.tributary.model.layout.ScrapeColumn] is what travels: a layout, a timestamp and a column of
/// numbers.
@org.jspecify.annotations.NullMarked
package io.tributary.model.layout;

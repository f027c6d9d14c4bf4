package io.tributary.bench.fleet;

import java.util.List;

/// One metric family of a page.
///
/// @param rows the text of each series up to its value, without the space
/// @param kinds how each row's value behaves
record Family(String name, String type, String help, List<String> rows, List<Behaviour> kinds) {

  /// How a value changes from scrape to scrape.
  enum Behaviour {
    /// 0, 1 or another small integer, for ever.
    SMALL,
    /// A large number that stays: a boot time, a disk's size.
    FIXED,
    /// A counter of events.
    COUNTING,
    /// A counter of seconds with two decimals.
    SECONDS,
    /// A gauge of bytes.
    BYTES,
    /// The sum of a histogram: all seventeen digits.
    SUM
  }

  Family {
    rows = List.copyOf(rows);
    kinds = List.copyOf(kinds);
    if (rows.size() != kinds.size()) {
      throw new IllegalArgumentException("BUG: a kind for each row of " + name);
    }
  }
}

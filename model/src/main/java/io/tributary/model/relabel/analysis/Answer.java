package io.tributary.model.relabel.analysis;

/// Whether a rule matches, over everything that is possible.
enum Answer {
  ALWAYS,
  NEVER,
  /// Or nothing is known.
  SOMETIMES
}

package io.tributary.metrics.wal;

/// Why samples left the log without having been handed to a reader.
public enum LossReason {
  /// The destination's backlog outgrew its budget of bytes.
  BUDGET_BYTES("budget_bytes"),
  /// The destination's backlog outgrew its budget of age.
  BUDGET_AGE("budget_age"),
  /// The disk could not be written and the memory set aside for that was full.
  MEMORY_LIMIT("memory_limit"),
  /// Records did not read back as they were written, or depend on one that did not.
  DAMAGED("damaged"),
  /// Segments that ought to be there are not.
  MISSING("missing"),
  /// One record would be larger than the format allows.
  TOO_LARGE("too_large"),
  /// There is no destination, and the log outgrew what it keeps for a later one.
  UNCLAIMED("unclaimed");

  private final String label;

  LossReason(String label) {
    this.label = label;
  }

  /// The value of the `reason` label.
  public String label() {
    return label;
  }
}

package io.tributary.cluster.sharing;

import java.util.Locale;

/// Whether this agent's side of the cluster may scrape what is shared, by what a store says.
public enum Standing {
  /// This side has the lease.
  HELD(true, true, true),

  /// Nothing is known of a lease: there is no store, or it has been out of reach for long. As if
  /// there were no other side.
  UNGUARDED(true, true, true),

  /// The cluster fell apart, and it is not decided which side goes on: what is scraped here goes
  /// on, and nothing is taken over.
  WAITING(true, true, false),

  /// This agent has just started or stood still: another side may have taken over everything.
  UNSURE(false, true, false),

  /// The side that has the lease does not know of this agent yet.
  JOINING(false, false, false),

  /// Another side has the lease.
  FENCED(false, false, false);

  private final boolean isOpen;
  private final boolean keeps;
  private final boolean leads;

  Standing(boolean isOpen, boolean keeps, boolean leads) {
    this.isOpen = isOpen;
    this.keeps = keeps;
    this.leads = leads;
  }

  /// Whether what is held is scraped.
  public boolean isOpen() {
    return isOpen;
  }

  /// Whether what is held stays held.
  public boolean keeps() {
    return keeps;
  }

  /// Whether targets may be given to anybody.
  public boolean leads() {
    return leads;
  }

  /// As in the API and in metrics.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

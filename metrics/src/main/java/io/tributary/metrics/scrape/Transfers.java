package io.tributary.metrics.scrape;

import io.tributary.cluster.sharing.Handed;
import io.tributary.model.labels.Labels;
import java.util.Map;
import java.util.function.Consumer;

/// Targets that come from another agent, or go to one. All by their labels as discovery has them.
///
/// @param taken what the owner before handed over; such a target is among those to scrape
/// @param released who is told when a target is no longer scraped; its series do not end, for
///   another agent goes on with them
public record Transfers(Map<Labels, Handed> taken, Map<Labels, Consumer<Handed>> released) {
  public static final Transfers NONE = new Transfers(Map.of(), Map.of());

  public Transfers {
    taken = Map.copyOf(taken);
    released = Map.copyOf(released);
  }
}

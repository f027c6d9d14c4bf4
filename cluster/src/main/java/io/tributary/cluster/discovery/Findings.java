package io.tributary.cluster.discovery;

import io.tributary.cluster.discovery.Note.Found;
import io.tributary.model.labels.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was found of a unit, as it comes in parts from the agent that runs it. Owned by the loop.
final class Findings {
  /// Of one unit. What goes beyond is refused as a whole, and what was known stays.
  static final int MAX_TARGETS = 1_000_000;

  private Map<Long, byte[]> known = new LinkedHashMap<>();
  private Map<Long, byte[]> coming = new LinkedHashMap<>();
  private String from = "";
  private long round;
  private long next;

  enum Outcome {
    MORE_TO_COME,
    COMPLETE,
    /// Something is missing: everything has to be asked for.
    GAP
  }

  Outcome take(String sender, Found found, TargetPack pack) {
    if (found.isFirst() && found.isWhole()) {
      from = sender;
      round = found.round();
      coming = new LinkedHashMap<>();
    } else if (!sender.equals(from) || found.round() != round || found.number() != next) {
      next = -1;
      return Outcome.GAP;
    } else if (found.isFirst()) {
      coming = new LinkedHashMap<>(known);
    }
    next = found.number() + 1;
    for (long id : found.removed()) {
      coming.remove(id);
    }
    for (byte[] target : pack.unpack(found.added())) {
      coming.put(TargetPack.id(target), target);
    }
    if (coming.size() > MAX_TARGETS) {
      next = -1;
      return Outcome.GAP;
    }
    if (!found.isLast()) {
      return Outcome.MORE_TO_COME;
    }
    known = coming;
    return Outcome.COMPLETE;
  }

  List<Labels> targets() {
    return known.values().stream().map(TargetPack::decode).toList();
  }
}

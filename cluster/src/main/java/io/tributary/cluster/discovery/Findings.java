package io.tributary.cluster.discovery;

import io.tributary.cluster.discovery.Note.Found;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was found of a unit, as it comes in parts from the agent that runs it. Owned by the loop.
final class Findings {
  /// Of one unit, and as many bytes of them. What goes beyond is refused as a whole, and what was
  /// known stays.
  static final int MAX_TARGETS = 1_000_000;

  static final long MAX_BYTES = 64 << 20;

  private Map<Long, byte[]> known = Map.of();
  private String from = "";
  private long round;
  private long version;
  private boolean isKnown;

  /// What is on its way.
  private Map<Long, byte[]> coming = Map.of();

  private String comingFrom = "";
  private long comingRound;
  private long comingVersion;
  private long nextPart;
  private boolean isComing;

  enum Outcome {
    MORE_TO_COME,
    COMPLETE,
    /// Something is missing: everything has to be asked for.
    GAP,
    /// More than there may be.
    REFUSED
  }

  Outcome take(String sender, Found found, TargetPack pack) {
    if (found.part() == 0) {
      if (!found.isWhole() && !isAt(sender, found.round(), found.version() - 1)) {
        isComing = false;
        return Outcome.GAP;
      }
      begin(sender, found);
    } else if (!isNext(sender, found)) {
      isComing = false;
      return Outcome.GAP;
    }
    nextPart++;
    for (long id : found.removed()) {
      coming.remove(id);
    }
    for (byte[] target : pack.unpack(found.added())) {
      coming.put(TargetPack.id(target), target);
    }
    if (coming.size() > MAX_TARGETS || bytes(coming) > MAX_BYTES) {
      isComing = false;
      coming = Map.of();
      return Outcome.REFUSED;
    }
    return found.isLast() ? complete() : Outcome.MORE_TO_COME;
  }

  private void begin(String sender, Found found) {
    comingFrom = sender;
    comingRound = found.round();
    comingVersion = found.version();
    coming = found.isWhole() ? new LinkedHashMap<>() : new LinkedHashMap<>(known);
    nextPart = 0;
    isComing = true;
  }

  private boolean isNext(String sender, Found found) {
    return isComing
        && sender.equals(comingFrom)
        && found.round() == comingRound
        && found.version() == comingVersion
        && found.part() == nextPart;
  }

  private Outcome complete() {
    known = coming;
    coming = Map.of();
    isComing = false;
    from = comingFrom;
    round = comingRound;
    version = comingVersion;
    isKnown = true;
    return Outcome.COMPLETE;
  }

  private static long bytes(Map<Long, byte[]> targets) {
    long bytes = 0;
    for (byte[] target : targets.values()) {
      bytes += target.length;
    }
    return bytes;
  }

  boolean isKnown() {
    return isKnown;
  }

  /// Whether this is what that agent has found.
  boolean isAt(String sender, long ofRound, long ofVersion) {
    return isKnown && sender.equals(from) && round == ofRound && version == ofVersion;
  }

  /// Whose they are.
  String from() {
    return from;
  }

  int size() {
    return known.size();
  }

  List<byte[]> encoded() {
    return new ArrayList<>(known.values());
  }

  List<Labels> targets() {
    return known.values().stream().map(TargetPack::decode).toList();
  }

  /// Whoever has found something by itself needs them no longer.
  void forget() {
    known = Map.of();
    coming = Map.of();
    isKnown = false;
    isComing = false;
    from = "";
  }
}

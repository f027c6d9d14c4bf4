package io.tributary.cluster.discovery;

import io.tributary.base.bytes.ByteSink;
import io.tributary.cluster.discovery.Note.Found;
import io.tributary.cluster.discovery.Note.State;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this agent has found of a unit, as messages: everything, or what has changed. Owned by the
/// loop.
final class Publication {
  /// Before anything was found.
  static final long NOTHING = -1;

  private final String unit;
  private final long round;
  private final TargetPack pack;
  private Map<Long, byte[]> last = new LinkedHashMap<>();
  private long version = NOTHING;
  private boolean isTooLarge;

  Publication(String unit, long round, TargetPack pack) {
    this.unit = unit;
    this.round = round;
    this.pack = pack;
  }

  boolean isPublished() {
    return version != NOTHING;
  }

  /// Whether the result is more than others would take: it is not kept here either.
  boolean isTooLarge() {
    return isTooLarge;
  }

  int size() {
    return last.size();
  }

  List<Labels> targets() {
    return last.values().stream().map(TargetPack::decode).toList();
  }

  State state(String problem) {
    return new State(unit, round, version, isTooLarge, problem);
  }

  /// What others have to be told.
  List<Note> change(List<Labels> targets) {
    Map<Long, byte[]> now = encode(targets);
    boolean isWhole = version == NOTHING || isTooLarge;
    isTooLarge = now.isEmpty() && !targets.isEmpty();
    if (isTooLarge) {
      last = new LinkedHashMap<>();
      version++;
      return List.of();
    }
    var added = new ArrayList<byte[]>();
    now.forEach((id, target) -> {
      if (!last.containsKey(id)) {
        added.add(target);
      }
    });
    long[] removed =
        last.keySet().stream()
            .mapToLong(Long::longValue)
            .filter(id -> !now.containsKey(id))
            .toArray();
    last = now;
    if (!isWhole && added.isEmpty() && removed.length == 0) {
      return List.of();
    }
    version++;
    return parts(new Origin(unit, round, version, isWhole, true), removed, added, pack);
  }

  /// Empty where it is too much.
  private static Map<Long, byte[]> encode(List<Labels> targets) {
    Map<Long, byte[]> encoded = LinkedHashMap.newLinkedHashMap(targets.size());
    long bytes = 0;
    for (Labels target : targets) {
      byte[] one = TargetPack.encode(target);
      boolean isNew = encoded.put(TargetPack.id(one), one) == null;
      bytes += isNew ? one.length : 0;
      if (one.length > TargetPack.MAX_BYTES
          || bytes > Findings.MAX_BYTES
          || encoded.size() > Findings.MAX_TARGETS) {
        return Map.of();
      }
    }
    return encoded;
  }

  /// Everything, for one that does not have it.
  ///
  /// @param isFresh whether this agent runs the discovery for the one that asks
  List<Note> whole(boolean isFresh) {
    return parts(
        new Origin(unit, round, version, true, isFresh),
        new long[0],
        new ArrayList<>(last.values()),
        pack);
  }

  /// What stands in every part.
  private record Origin(String unit, long round, long version, boolean isWhole, boolean isFresh) {}

  /// What another agent has found, for a third one.
  static List<Note> inherited(String unit, long round, List<byte[]> targets, TargetPack pack) {
    return parts(new Origin(unit, round, 0, true, false), new long[0], targets, pack);
  }

  private static List<Note> parts(
      Origin origin, long[] removed, List<byte[]> added, TargetPack pack) {
    var notes = new ArrayList<Note>();
    int removedAt = 0;
    int addedAt = 0;
    int part = 0;
    do {
      int end = Math.min(removedAt + Note.MAX_REMOVED, removed.length);
      var sink = new ByteSink(1024);
      while (addedAt < added.size()
          && sink.size() + added.get(addedAt).length <= TargetPack.MAX_BYTES) {
        sink.put(added.get(addedAt++));
      }
      notes.add(
          new Found(
              origin.unit,
              origin.round,
              origin.version,
              part++,
              end == removed.length && addedAt == added.size(),
              origin.isWhole,
              origin.isFresh,
              Arrays.copyOfRange(removed, removedAt, end),
              sink.size() == 0 ? new byte[0] : pack.pack(sink)));
      removedAt = end;
    } while (removedAt < removed.length || addedAt < added.size());
    return notes;
  }
}

package io.tributary.cluster.discovery;

import io.tributary.base.bytes.ByteSink;
import io.tributary.cluster.discovery.Note.Found;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this agent has found of a unit, as messages: everything, or what has changed. Owned by the
/// loop.
final class Publication {
  private final String unit;
  private final long round;
  private final TargetPack pack;
  private Map<Long, byte[]> last = new LinkedHashMap<>();
  private long number;
  private boolean isPublished;

  Publication(String unit, long round, TargetPack pack) {
    this.unit = unit;
    this.round = round;
    this.pack = pack;
  }

  boolean isPublished() {
    return isPublished;
  }

  /// What others have to be told.
  List<Note> change(List<Labels> targets) {
    Map<Long, byte[]> now = LinkedHashMap.newLinkedHashMap(targets.size());
    for (Labels target : targets) {
      byte[] encoded = TargetPack.encode(target);
      now.put(TargetPack.id(encoded), encoded);
    }
    boolean isWhole = !isPublished;
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
    isPublished = true;
    if (!isWhole && added.isEmpty() && removed.length == 0) {
      return List.of();
    }
    return parts(isWhole, removed, added);
  }

  /// Everything, for one that does not have it. Counts on, so that others are not confused: they
  /// are sent it, too.
  List<Note> whole() {
    return parts(true, new long[0], new ArrayList<>(last.values()));
  }

  private List<Note> parts(boolean isWhole, long[] removed, List<byte[]> added) {
    var notes = new ArrayList<Note>();
    int removedAt = 0;
    int addedAt = 0;
    boolean isFirst = true;
    do {
      int end = Math.min(removedAt + Note.MAX_REMOVED, removed.length);
      var sink = new ByteSink(1024);
      while (addedAt < added.size()
          && sink.size() + added.get(addedAt).length <= TargetPack.MAX_BYTES) {
        sink.put(added.get(addedAt++));
      }
      if (addedAt < added.size() && sink.size() == 0) {
        addedAt++; // a target of a megabyte: nobody could read it
      }
      boolean isLast = end == removed.length && addedAt == added.size();
      notes.add(
          new Found(
              unit,
              round,
              number++,
              isFirst,
              isLast,
              isWhole,
              Arrays.copyOfRange(removed, removedAt, end),
              sink.size() == 0 ? new byte[0] : pack.pack(sink)));
      removedAt = end;
      isFirst = false;
    } while (removedAt < removed.length || addedAt < added.size());
    return notes;
  }
}

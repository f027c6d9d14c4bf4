package io.tributary.agent.web.graph;

import io.tributary.component.tap.DataKind;
import io.tributary.runtime.tap.Passage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// Counts what passes the components of one module. Thread-safe.
final class Flows implements Consumer<Passage> {
  private final String moduleId;

  /// Guarded by this.
  private Map<Key, Sum> sums = new HashMap<>();

  private record Key(String componentId, DataKind kind) {}

  private static final class Sum {
    private final TreeSet<String> targetIds = new TreeSet<>();
    private long count;
  }

  /// What passed a component in a second, and on to whom.
  record Rate(String componentId, DataKind kind, List<String> targetIds, double perSecond) {
    void writeTo(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("componentID", componentId);
      json.writeArrayPropertyStart("targetComponentIDs");
      targetIds.forEach(json::writeString);
      json.writeEndArray();
      json.writeNumberProperty("rate", perSecond);
      json.writeStringProperty("type", kind.text());
      json.writeEndObject();
    }
  }

  Flows(String moduleId) {
    this.moduleId = moduleId;
  }

  @Override
  public void accept(Passage passage) {
    String id = passage.componentId();
    int slash = id.lastIndexOf('/');
    if (!(slash < 0 ? "" : id.substring(0, slash)).equals(moduleId)) {
      return;
    }
    synchronized (this) {
      Sum sum = sums.computeIfAbsent(new Key(id, passage.kind()), _ -> new Sum());
      sum.count += passage.count();
      sum.targetIds.addAll(passage.targetIds());
    }
  }

  /// What was counted since the last time.
  List<Rate> take(Duration window) {
    Map<Key, Sum> taken;
    synchronized (this) {
      taken = sums;
      sums = new HashMap<>();
    }
    var rates = new ArrayList<Rate>();
    taken.forEach((key, sum) ->
        rates.add(
            new Rate(
                key.componentId(),
                key.kind(),
                List.copyOf(sum.targetIds),
                sum.count / (window.toMillis() / 1e3))));
    return rates;
  }
}

package io.tributary.agent.web;

import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.scrape.TargetSnapshot.Health;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// `/api/v0/web/summary`: what is scraped, in numbers, so that an overview needs no list of ten
/// thousand targets.
final class SummaryApi {
  /// Pools that are listed, those with the most failures first.
  private static final int MAX_POOLS = 200;

  /// Failing targets that are listed: at most one of a pool.
  private static final int MAX_FAILING = 50;

  private record Pool(String name, int up, int down, int unknown, int dropped) {}

  private final AgentView agent;

  SummaryApi(AgentView agent) {
    this.agent = agent;
  }

  void write(JsonGenerator json) {
    Map<String, List<TargetSnapshot>> targets = agent.targets();
    List<Pool> pools = pools(targets);
    json.writeStartObject();
    json.writeObjectPropertyStart("targets");
    json.writeNumberProperty("up", pools.stream().mapToInt(Pool::up).sum());
    json.writeNumberProperty("down", pools.stream().mapToInt(Pool::down).sum());
    json.writeNumberProperty("unknown", pools.stream().mapToInt(Pool::unknown).sum());
    json.writeNumberProperty("dropped", pools.stream().mapToInt(Pool::dropped).sum());
    json.writeEndObject();
    json.writeArrayPropertyStart("pools");
    pools.stream().limit(MAX_POOLS).forEach(pool -> write(json, pool));
    json.writeEndArray();
    json.writeNumberProperty("morePools", Math.max(0, pools.size() - MAX_POOLS));
    json.writeArrayPropertyStart("failing");
    pools.stream()
        .filter(pool -> pool.down() > 0)
        .limit(MAX_FAILING)
        .forEach(pool -> failing(json, targets.getOrDefault(pool.name(), List.of())));
    json.writeEndArray();
    json.writeEndObject();
  }

  private List<Pool> pools(Map<String, List<TargetSnapshot>> targets) {
    Map<String, Integer> dropped = agent.droppedCounts();
    var pools = new ArrayList<Pool>();
    for (String name : agent.pools()) {
      var by = new EnumMap<Health, Integer>(Health.class);
      for (TargetSnapshot target : targets.getOrDefault(name, List.of())) {
        by.merge(target.health(), 1, Integer::sum);
      }
      pools.add(
          new Pool(
              name,
              by.getOrDefault(Health.UP, 0),
              by.getOrDefault(Health.DOWN, 0),
              by.getOrDefault(Health.UNKNOWN, 0),
              dropped.getOrDefault(name, 0)));
    }
    pools.sort(Comparator.comparingInt(Pool::down).reversed().thenComparing(Pool::name));
    return pools;
  }

  private static void write(JsonGenerator json, Pool pool) {
    json.writeStartObject();
    json.writeStringProperty("name", pool.name());
    json.writeNumberProperty("up", pool.up());
    json.writeNumberProperty("down", pool.down());
    json.writeNumberProperty("unknown", pool.unknown());
    json.writeNumberProperty("dropped", pool.dropped());
    json.writeEndObject();
  }

  private static void failing(JsonGenerator json, List<TargetSnapshot> targets) {
    targets.stream()
        .filter(target -> target.health() == Health.DOWN)
        .findFirst()
        .ifPresent(target -> {
          json.writeStartObject();
          json.writeStringProperty("pool", target.pool());
          json.writeStringProperty("url", target.url());
          json.writeStringProperty("lastError", target.lastError());
          json.writeNumberProperty("lastScrapeMs", target.lastScrapeMs());
          json.writeEndObject();
        });
  }
}

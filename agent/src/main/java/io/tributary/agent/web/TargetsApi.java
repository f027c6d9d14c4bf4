package io.tributary.agent.web;

import io.tributary.base.config.Durations;
import io.tributary.metrics.scrape.ScrapeManager.TargetMetadata;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.model.labels.Labels;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.net.server.Request;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// `/targets`, `/targets/metadata`, `/metadata`, `/scrape_pools` and `/scrape_pools/config`.
///
/// Source: prometheus `web/api/v1/api.go`.
final class TargetsApi {
  private final AgentView agent;
  private final GlobalUrl globalUrl;

  TargetsApi(AgentView agent, GlobalUrl globalUrl) {
    this.agent = agent;
    this.globalUrl = globalUrl;
  }

  Json.Data targets(Request request) throws IOException {
    String pool = text(request.parameter("scrapePool"));
    String state = text(request.parameter("state")).toLowerCase(Locale.ROOT);
    boolean active = Set.of("", "any", "active").contains(state);
    boolean dropped = Set.of("", "any", "dropped").contains(state);
    return json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("activeTargets");
      if (active) {
        agent
            .targets()
            .forEach((name, targets) -> {
              if (pool.isEmpty() || pool.equals(name)) {
                targets.forEach(target -> active(json, target));
              }
            });
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("droppedTargets");
      if (dropped) {
        agent
            .droppedTargets()
            .forEach((name, targets) -> {
              if (pool.isEmpty() || pool.equals(name)) {
                targets.forEach(labels -> dropped(json, name, labels));
              }
            });
      }
      json.writeEndArray();
      json.writeName("droppedTargetCounts");
      if (dropped) {
        json.writeStartObject();
        agent.droppedCounts().forEach((name, count) -> json.writeNumberProperty(name, (int) count));
        json.writeEndObject();
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    };
  }

  private void active(JsonGenerator json, TargetSnapshot target) {
    json.writeStartObject();
    json.writeName("discoveredLabels");
    Json.labels(json, target.discovered());
    json.writeName("labels");
    Json.labels(json, target.labels());
    json.writeStringProperty("scrapePool", target.pool());
    json.writeStringProperty("scrapeUrl", target.url());
    json.writeStringProperty("globalUrl", globalUrl.of(target.url()));
    json.writeStringProperty("lastError", target.lastError());
    json.writeStringProperty("lastScrape", Json.time(target.lastScrapeMs()));
    json.writeNumberProperty("lastScrapeDuration", target.lastScrapeDurationSeconds());
    json.writeStringProperty("health", target.health().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("scrapeInterval", Durations.format(target.interval()));
    json.writeStringProperty("scrapeTimeout", Durations.format(target.timeout()));
    json.writeEndObject();
  }

  private static void dropped(JsonGenerator json, String pool, Labels labels) {
    json.writeStartObject();
    json.writeName("discoveredLabels");
    Json.labels(json, labels);
    json.writeStringProperty("scrapePool", pool);
    json.writeEndObject();
  }

  Json.Data pools() {
    return json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("scrapePools");
      agent.pools().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  Json.Data poolConfig(Request request) throws ApiError, IOException {
    String pool = text(request.parameter("scrapePool"));
    if (pool.isEmpty()) {
      throw ApiError.badData("no scrapePool parameter provided");
    }
    String yaml = agent.poolYaml(pool).orElseThrow(() -> unknownPool(pool));
    return json -> {
      json.writeStartObject();
      json.writeStringProperty("yaml", yaml);
      json.writeEndObject();
    };
  }

  static ApiError unknownPool(String pool) {
    return ApiError.badData(
        "error retrieving scrape config: scrape pool \"" + pool + "\" not found");
  }

  /// Metadata by target: every family, or the one that `metric` names, without its name then.
  Json.Data targetMetadata(Request request) throws ApiError, IOException {
    int limit = limit(request, "limit");
    String metric = text(request.parameter("metric"));
    String selector = text(request.parameter("match_target"));
    LabelSelector matches =
        selector.isEmpty() ? LabelSelector.ANY : LabelSelector.parse(selector, "match_target");
    return json -> {
      json.writeStartArray();
      int written = 0;
      for (TargetMetadata target : agent.metadata()) {
        if (limit >= 0 && written >= limit) {
          break;
        }
        if (!matches.matches(target.target())) {
          continue;
        }
        for (FamilyMetadata family : target.families()) {
          if (metric.isEmpty() || metric.equals(family.family())) {
            json.writeStartObject();
            json.writeName("target");
            Json.labels(json, target.target());
            if (metric.isEmpty()) {
              json.writeStringProperty("metric", family.family());
            }
            metadata(json, family);
            json.writeEndObject();
            written++;
          }
        }
      }
      json.writeEndArray();
    };
  }

  /// Metadata by family, the same description once however many targets give it.
  Json.Data metadata(Request request) throws ApiError, IOException {
    int limit = limit(request, "limit");
    int limitPerMetric = limit(request, "limit_per_metric");
    String metric = text(request.parameter("metric"));
    Map<String, Set<FamilyMetadata>> families = new TreeMap<>();
    for (TargetMetadata target : agent.metadata()) {
      for (FamilyMetadata family : target.families()) {
        if (metric.isEmpty() || metric.equals(family.family())) {
          Set<FamilyMetadata> known =
              families.computeIfAbsent(family.family(), _ -> new LinkedHashSet<>());
          if (limitPerMetric <= 0 || known.size() < limitPerMetric) {
            known.add(family);
          }
        }
      }
    }
    return json -> {
      json.writeStartObject();
      int written = 0;
      for (Map.Entry<String, Set<FamilyMetadata>> entry : families.entrySet()) {
        if (limit >= 0 && written++ >= limit) {
          break;
        }
        json.writeArrayPropertyStart(entry.getKey());
        for (FamilyMetadata family : entry.getValue()) {
          json.writeStartObject();
          metadata(json, family);
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    };
  }

  private static void metadata(JsonGenerator json, FamilyMetadata family) {
    json.writeStringProperty("type", family.type().text());
    json.writeStringProperty("help", family.help());
    json.writeStringProperty("unit", family.unit());
  }

  /// -1 where the parameter is absent.
  private static int limit(Request request, String name) throws ApiError, IOException {
    String text = text(request.parameter(name));
    if (text.isEmpty()) {
      return -1;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw ApiError.badData(name + " must be a number");
    }
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}

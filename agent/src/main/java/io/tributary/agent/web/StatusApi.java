package io.tributary.agent.web;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.telemetry.ProcStat;
import io.tributary.base.time.Clock;
import java.nio.file.Path;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// `/status/*`, `/features` and `/version`.
///
/// The names of the Go runtime's fields stay, with what the Java virtual machine has in their
/// place: threads, processors, the largest heap.
///
/// Source: prometheus `web/api/v1/api.go`; parity §7.3.
final class StatusApi {
  private static final String CORRUPTIONS = "prometheus_agent_corruptions";

  private final AgentView agent;
  private final ServerFacts facts;
  private final Clock clock;
  private final PrometheusRegistry registry;

  StatusApi(AgentView agent, ServerFacts facts, Clock clock, PrometheusRegistry registry) {
    this.agent = agent;
    this.facts = facts;
    this.clock = clock;
    this.registry = registry;
  }

  Json.Data config() {
    return json -> {
      json.writeStartObject();
      json.writeStringProperty("yaml", agent.configYaml());
      json.writeEndObject();
    };
  }

  Json.Data flags() {
    return json -> Json.strings(json, new TreeMap<>(facts.flags()));
  }

  Json.Data runtimeInfo() {
    return json -> {
      json.writeStartObject();
      json.writeStringProperty("startTime", Json.time(facts.startMs()));
      json.writeStringProperty("CWD", Path.of("").toAbsolutePath().toString());
      json.writeStringProperty("hostname", facts.hostName());
      json.writeStringProperty("serverTime", Json.time(clock.wallMs()));
      json.writeBooleanProperty("reloadConfigSuccess", agent.wasLastReloadSuccessful());
      json.writeStringProperty("lastConfigTime", Json.time(agent.lastConfigMs()));
      json.writeNumberProperty("corruptionCount", corruptions());
      json.writeNumberProperty("goroutineCount", (long) new ProcStat().threads());
      json.writeNumberProperty("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
      json.writeNumberProperty("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
      json.writeStringProperty("GOGC", "");
      json.writeStringProperty("GODEBUG", "");
      json.writeStringProperty("storageRetention", facts.storageRetention());
      json.writeEndObject();
    };
  }

  private long corruptions() {
    return registry.scrape(CORRUPTIONS::equals).stream()
        .filter(CounterSnapshot.class::isInstance)
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .mapToLong(point -> (long) point.getValue())
        .sum();
  }

  Json.Data buildInfo() {
    return StatusApi::writeBuildInfo;
  }

  private static void writeBuildInfo(JsonGenerator json) {
    BuildInfo build = BuildInfo.CURRENT;
    json.writeStartObject();
    json.writeStringProperty("version", build.version());
    json.writeStringProperty("revision", build.revision());
    json.writeStringProperty("branch", build.branch());
    json.writeStringProperty("buildUser", build.user());
    json.writeStringProperty("buildDate", build.date());
    json.writeStringProperty("goVersion", build.runtime());
    json.writeEndObject();
  }

  /// Nothing is replayed at start: the log is read where the cursors stand.
  Json.Data walReplay() {
    return json -> {
      json.writeStartObject();
      json.writeNumberProperty("min", 0);
      json.writeNumberProperty("max", 0);
      json.writeNumberProperty("current", 0);
      json.writeEndObject();
    };
  }

  Json.Data features() {
    return json -> {
      json.writeStartObject();
      facts
          .features()
          .forEach((category, features) -> {
            json.writeObjectPropertyStart(category);
            features.forEach(json::writeBooleanProperty);
            json.writeEndObject();
          });
      json.writeEndObject();
    };
  }
}

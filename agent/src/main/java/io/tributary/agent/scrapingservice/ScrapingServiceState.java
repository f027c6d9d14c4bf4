package io.tributary.agent.scrapingservice;

import io.tributary.cluster.service.ConfigurationStatus;
import io.tributary.component.Body;
import io.tributary.river.value.Value;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `prometheus.scraping_service` tells of itself on its page.
final class ScrapingServiceState {
  /// As many as somebody reads; the rest is on `/debug/ring` and in the API.
  private static final int MOST_SHOWN = 500;

  private ScrapingServiceState() {}

  /// Those with a problem come first. `logs` has each log with how many write to it.
  static Body of(RunsConfigurations component, Map<String, Integer> logs) {
    List<ConfigurationStatus> statuses = component.statuses();
    Map<String, RunsConfigurations.Running> running = new HashMap<>();
    component.running().forEach(one -> running.put(one.name(), one));
    Body.Builder body =
        Body.builder()
            .attr("configurations", Value.of(statuses.size()))
            .attr("logs", Value.of(logs.size()));
    statuses.stream()
        .sorted(Comparator.comparing(status -> status.problem().isEmpty()))
        .limit(MOST_SHOWN)
        .forEach(status -> body.block("configuration", one(status, running.get(status.name()))));
    logs.forEach((group, writers) -> {
      if (writers == 0) {
        body.block("draining_log", Body.builder().attr("group", group).build());
      }
    });
    return body.build();
  }

  private static Body one(
      ConfigurationStatus status, RunsConfigurations.@Nullable Running running) {
    Body.Builder body =
        Body.builder()
            .attr("name", status.name())
            .attr("state", status.state().toString())
            .attr("problem", status.problem())
            .attr("since", Instant.ofEpochMilli(status.sinceMs()).toString());
    if (running != null) {
      body.attr("group", running.group()).attr("module", running.jobs());
    }
    return body.build();
  }
}

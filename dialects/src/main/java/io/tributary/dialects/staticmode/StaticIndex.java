package io.tributary.dialects.staticmode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which component of the graph is which part of the file, for whoever shows the graph in the words
/// of static mode. Filled by the one who makes the tree, then read by many.
public final class StaticIndex {
  /// A job: the component that scrapes it is `prometheus.scrape` of this id.
  public record Job(String component, String instance, String job) {}

  private final Map<String, String> groups = new LinkedHashMap<>();
  private final Map<String, String> exporters = new LinkedHashMap<>();
  private final List<Job> jobs = new ArrayList<>();
  private final Map<String, String> logs = new LinkedHashMap<>();

  /// Knows of nothing.
  public static StaticIndex empty() {
    return new StaticIndex();
  }

  /// The names of all instances, sorted; integrations that are scraped are instances, too.
  public List<String> instances() {
    return groups.keySet().stream().sorted().toList();
  }

  /// What an instance is called where those that share a log are one.
  public String group(String instance) {
    return groups.getOrDefault(instance, instance);
  }

  /// The `prometheus.remote_write` that has the log of an instance; empty where there is no such
  /// instance, or it sends nowhere.
  public Optional<String> log(String instance) {
    String group = groups.get(instance);
    return logs.entrySet().stream()
        .filter(log -> log.getValue().equals(group))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  public List<Job> jobs() {
    return Collections.unmodifiableList(jobs);
  }

  /// The component that makes the metrics of an integration.
  public Optional<String> exporter(String integration) {
    return Optional.ofNullable(exporters.get(integration));
  }

  void exporter(String integration, String component) {
    exporters.put(integration, component);
  }

  void instance(String name, String group) {
    groups.put(name, group);
  }

  void job(String component, String instance, String job) {
    jobs.add(new Job(component, instance, job));
  }

  /// Each `prometheus.remote_write` with the name of the group whose log it has.
  public Map<String, String> logs() {
    return Collections.unmodifiableMap(logs);
  }

  void log(String component, String group) {
    logs.put(component, group);
  }

  boolean hasLog(String component) {
    return logs.containsKey(component);
  }
}

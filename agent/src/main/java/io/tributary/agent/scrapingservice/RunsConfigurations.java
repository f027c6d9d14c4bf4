package io.tributary.agent.scrapingservice;

import io.tributary.cluster.service.ConfigurationStatus;
import io.tributary.cluster.service.ScrapingService;
import io.tributary.metrics.component.TakesWrites;
import java.util.List;
import java.util.Optional;

/// A component that takes part in a scraping service, for those who show and manage that. Any
/// thread may ask.
public interface RunsConfigurations {
  /// Empty as long as it has not begun, and when it has ended.
  Optional<ScrapingService> service();

  /// A configuration as it may be shown: secrets hidden. Throws
  /// [io.tributary.base.config.ConfigException] where what is in the store is none.
  String masked(String name, byte[] yaml);

  /// How the configurations fare that this agent runs, or should, by name.
  List<ConfigurationStatus> statuses();

  /// What runs, by name.
  List<Running> running();

  /// What takes samples for a configuration; empty where it does not run, or sends nowhere.
  Optional<TakesWrites> log(String name);

  /// A configuration that runs.
  ///
  /// @param group what it is called where configurations that share a log are one
  /// @param jobs the module with its discovery and jobs, by its global id
  /// @param log the module with its log and destinations
  record Running(String name, String group, String jobs, String log) {}
}

package io.tributary.agent.scrapingservice;

import io.tributary.base.config.ConfigException;
import io.tributary.cluster.configs.Packed;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;

/// Sends what an earlier run of this agent has left unsent, of configurations that other agents run
/// now: how to send it says the store. What is not in the store any more stays on disk.
///
/// Used by one thread.
final class LeftoverLogs {
  private final ModuleWorkload workload;
  private final LogModules logs;
  private final Logger logger;

  LeftoverLogs(ModuleWorkload workload, LogModules logs, Logger logger) {
    this.workload = workload;
    this.logs = logs;
    this.logger = logger;
  }

  /// `stored` are all configurations, packed, by name.
  void drain(Map<String, byte[]> stored) throws InterruptedException {
    Set<String> leftovers = logs.leftovers();
    for (var one : stored.entrySet()) {
      if (leftovers.isEmpty()) {
        return;
      }
      try {
        workload.drain(one.getKey(), Packed.unpack(one.getValue()), leftovers);
      } catch (ConfigException e) {
        logger.debug("cannot tell the log of \"{}\": {}", one.getKey(), e.getMessage());
      }
    }
    if (!leftovers.isEmpty()) {
      logger.warn(
          "{} logs of configurations that are not in the store any more stay on disk, among them"
              + " {}",
          leftovers.size(),
          leftovers.iterator().next());
    }
  }
}

package io.tributary.agent.agentctl;

import io.tributary.agent.agentctl.ConfigFolder.Config;
import io.tributary.base.config.ConfigException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the configurations that agents have those of a folder: uploads every one, and deletes
/// those that have no file. What was refused is uploaded once more then: a job that went from one
/// file to another, or a file that has another name, is refused as long as the old one is there.
/// The original leaves that to the next run, and a configuration whose file was renamed is gone
/// until then.
///
/// Source: grafana/agent `static/agentctl/sync.go`, ConfigSync.
public final class ConfigSync {
  private final EventLines lines;
  private final Progress progress;
  private int failures;

  public ConfigSync(EventLines lines, Progress progress) {
    this.lines = lines;
    this.progress = progress;
  }

  /// The configurations of a folder, all of them sound. Throws [ConfigException] otherwise.
  public static Checked check(Path folder, Progress progress) {
    return new Checked(folder, new ConfigFolder().read(folder, progress));
  }

  /// What is to be uploaded.
  public static final class Checked {
    private final Path folder;
    private final List<Config> configs;

    private Checked(Path folder, List<Config> configs) {
      this.folder = folder;
      this.configs = configs;
    }

    public int size() {
      return configs.size();
    }
  }

  /// Throws [ConfigException] where not everything could be done; what could be was. An empty
  /// folder deletes everything only where `allowsEmpty`.
  public void sync(Checked folder, ConfigApi api, boolean allowsEmpty) throws InterruptedException {
    if (folder.configs.isEmpty() && !allowsEmpty) {
      requireNone(folder, api);
    }
    Map<Config, ConfigException> refused = upload(folder.configs, api);
    int deleted;
    try {
      deleted = delete(folder.configs, api);
      if (deleted > 0 || refused.size() < folder.configs.size()) {
        refused = upload(refused.keySet(), api);
      }
    } finally {
      refused.forEach((config, e) -> failed("failed to upload config", config.name(), e));
    }
    int uploaded = folder.configs.size() - refused.size();
    lines.info(
        "synced config files",
        "uploaded",
        String.valueOf(uploaded),
        "deleted",
        String.valueOf(deleted),
        "failed",
        String.valueOf(failures));
    if (failures > 0) {
      throw new ConfigException(
          "one or more configurations failed to be modified; check the logs for more details");
    }
  }

  private static void requireNone(Checked folder, ConfigApi api) throws InterruptedException {
    int all = names(api).size();
    if (all > 0) {
      throw new ConfigException(
          folder.folder
              + " has no file that ends in .yml or .yaml, so that all "
              + all
              + " configs would be deleted; give --allow-empty if that is meant");
    }
  }

  private static List<String> names(ConfigApi api) throws InterruptedException {
    try {
      return api.names();
    } catch (ConfigException e) {
      throw new ConfigException("could not list configs: " + e.getMessage(), e);
    }
  }

  /// What the agent did not take, and why.
  private Map<Config, ConfigException> upload(Collection<Config> configs, ConfigApi api)
      throws InterruptedException {
    var refused = new LinkedHashMap<Config, ConfigException>();
    int done = 0;
    for (Config config : configs) {
      lines.step("uploading config", config.name());
      progress.show("uploading", done++, configs.size());
      try {
        api.put(config.name(), config.yaml());
      } catch (ConfigException e) {
        refused.put(config, e);
      }
    }
    progress.clear();
    return refused;
  }

  private int delete(List<Config> configs, ConfigApi api) throws InterruptedException {
    Set<String> kept = configs.stream().map(Config::name).collect(Collectors.toSet());
    List<String> gone = names(api).stream().filter(name -> !kept.contains(name)).toList();
    int deleted = 0;
    for (int i = 0; i < gone.size(); i++) {
      String name = gone.get(i);
      lines.step("deleting config", name);
      progress.show("deleting", i, gone.size());
      try {
        api.delete(name);
        deleted++;
      } catch (ConfigException e) {
        failed("failed to delete outdated config", name, e);
      }
    }
    progress.clear();
    return deleted;
  }

  private void failed(String message, String name, ConfigException e) {
    failures++;
    lines.error(message, "name", name, "err", String.valueOf(e.getMessage()));
  }
}

package io.tributary.agent.cli;

import io.tributary.agent.agentctl.ConfigApi;
import io.tributary.agent.agentctl.ConfigSync;
import io.tributary.agent.agentctl.EventLines;
import io.tributary.agent.agentctl.Progress;
import io.tributary.agent.build.BuildInfo;
import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.ProxySettings;
import io.tributary.net.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `tributary config-sync DIR`: makes the configurations of a scraping service those of a folder.
///
/// Source: grafana/agent `cmd/grafana-agentctl/main.go`, configSyncCmd.
final class ConfigSyncCommand {
  private static final String USAGE =
      """
      usage: tributary config-sync [FLAGS] DIR

      Makes the configurations that the agents of a scraping service run those of a folder: uploads each
      file that ends in .yml or .yaml through the API of one agent, under the name of the file without
      that, and deletes every other configuration. Folders below are left alone.

      All files must be sound, or nothing is sent. What the agent refuses is reported, and the rest goes
      on: exit code 1 at the end. A configuration whose upload failed stays as it was.

        tributary config-sync --dry-run configs/
        tributary config-sync -a https://agents.example:12345 --bearer-token-file=token configs/

      Flags:
        -a, --addr=URL                   an agent (default "http://localhost:12345")
        -d, --dry-run                    check the files, and send nothing
            --allow-empty                delete everything where the folder has no configuration
            --basic-auth-user=NAME       user, for an agent behind authentication
            --basic-auth-password-file=FILE  file with the password
            --bearer-token-file=FILE     file with a token
            --tls-ca-file=FILE           authorities of the agent's certificate
            --tls-cert-file=FILE         certificate that the agent is shown
            --tls-key-file=FILE          its key
            --tls-insecure-skip-verify   take any certificate
        -h, --help                       print this help

      Exit code 0: all is as in the folder; 1: it is not.
      """;

  private static final PosixFlags FLAGS =
      new PosixFlags()
          .value("addr", 'a')
          .toggle("dry-run", 'd')
          .toggle("allow-empty")
          .value("basic-auth-user")
          .value("basic-auth-password-file")
          .value("bearer-token-file")
          .value("tls-ca-file")
          .value("tls-cert-file")
          .value("tls-key-file")
          .toggle("tls-insecure-skip-verify")
          .toggle("help", 'h');

  private ConfigSyncCommand() {}

  static int run(List<String> arguments, Console console) {
    PosixFlags.Given flags = FLAGS.parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(USAGE);
      return 0;
    }
    String folder = flags.only();
    if (flags.has("basic-auth-password-file") && !flags.has("basic-auth-user")) {
      throw new UsageException(1, "--basic-auth-password-file needs --basic-auth-user");
    }
    String address = flags.text("addr", "http://localhost:12345");
    var progress = new Progress(console.err(), Clock.system(), console.isTerminal());
    var lines = new EventLines(console.out(), progress, !progress.isShown());
    if (address.isEmpty()) {
      lines.error("-addr must not be an empty string");
      return 1;
    }
    try {
      ConfigSync.Checked configs = ConfigSync.check(Path.of(folder), progress);
      if (flags.isOn("dry-run")) {
        lines.info("config files validated successfully");
      } else {
        sync(configs, flags, address, new ConfigSync(lines, progress));
      }
      return 0;
    } catch (ConfigException e) {
      lines.error("failed to sync config", "err", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static void sync(
      ConfigSync.Checked configs, PosixFlags.Given flags, String address, ConfigSync sync)
      throws InterruptedException {
    HttpClientSettings settings = client(flags);
    try (var clients = new HttpClients(Clock.system());
        HttpCaller caller =
            clients.open(
                settings,
                HttpClientOptions.named(
                    "config-sync", "Tributary/" + BuildInfo.CURRENT.version()))) {
      sync.sync(configs, new ConfigApi(caller, address), flags.isOn("allow-empty"));
    } catch (IOException e) {
      throw new ConfigException("cannot ask the agent: " + e.getMessage(), e);
    }
  }

  private static HttpClientSettings client(PosixFlags.Given flags) {
    BasicAuth basic =
        flags.has("basic-auth-user")
            ? new BasicAuth(
                SecretSource.ofText(flags.text("basic-auth-user")),
                SecretSource.ofFile(Path.of(flags.text("basic-auth-password-file"))))
            : null;
    Authorization bearer =
        flags.has("bearer-token-file")
            ? new Authorization(
                "Bearer", SecretSource.ofFile(Path.of(flags.text("bearer-token-file"))))
            : null;
    var tls =
        new TlsSettings(
            SecretSource.ofFile(Path.of(flags.text("tls-ca-file"))),
            SecretSource.ofFile(Path.of(flags.text("tls-cert-file"))),
            SecretSource.ofFile(Path.of(flags.text("tls-key-file"))),
            "",
            flags.isOn("tls-insecure-skip-verify"),
            null,
            null);
    var settings =
        new HttpClientSettings(
            basic,
            bearer,
            null,
            SecretSource.NONE,
            tls,
            true,
            true,
            ProxySettings.DEFAULTS,
            List.of());
    List<String> problems = settings.validate();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.getFirst());
    }
    return settings.normalized();
  }
}

package io.tributary.agent.cluster;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.cluster.group.Security;
import io.tributary.cluster.group.SharedKey;
import io.tributary.cluster.group.TlsSecurity;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.tls.ClientTls;
import io.tributary.net.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keys and certificates as they were read when the agent started.
///
/// @param security of the group's port
/// @param http how other nodes are asked over HTTP
record Protection(Security security, HttpClientSettings http) {

  /// Throws where a file cannot be used.
  static Protection of(ClusterSettings settings) throws IOException {
    ClusterSettings.Protection wanted = settings.protection();
    if (wanted.tls().isPresent()) {
      return of(wanted.tls().get());
    }
    Security security =
        wanted.sharedKey().isPresent()
            ? keyed(wanted.sharedKey().get(), settings.identity().cluster())
            : Security.NONE;
    return new Protection(security, HttpClientSettings.DEFAULTS);
  }

  private static Protection of(ClusterSettings.TlsFiles files) throws IOException {
    var settings =
        new TlsSettings(
            SecretSource.ofFile(files.ca()),
            SecretSource.ofFile(files.certificate()),
            SecretSource.ofFile(files.key()),
            files.serverName(),
            false,
            null,
            null);
    try {
      var security = new TlsSecurity(ClientTls.read(settings).context(), files.serverName());
      return new Protection(security, HttpClientSettings.DEFAULTS.withTls(settings));
    } catch (IOException e) {
      throw new IOException("cannot set up the TLS of the cluster: " + e.getMessage(), e);
    }
  }

  private static Security keyed(Path file, String cluster) throws IOException {
    try {
      return SharedKey.security(Secret.of(Files.readString(file)), cluster);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "cannot use --cluster.shared-key-file=%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  HttpCaller caller(HttpClients clients) throws IOException {
    return clients.open(http, HttpClientOptions.named("cluster", "Tributary"));
  }
}

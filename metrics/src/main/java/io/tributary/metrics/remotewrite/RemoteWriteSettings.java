package io.tributary.metrics.remotewrite;

import io.tributary.base.secret.SecretUrls;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.HttpClientSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One destination of remote write with every default filled in.
///
/// `name` is unique among the destinations; where none was configured it is the first six digits of
/// `configHash`, which identifies what was configured with secrets left out: entries of the same
/// hash are the same destination, whatever their secrets. `url` may hold a password, which
/// `toString` leaves out. External labels are not part of an entry; they apply to all of them.
///
/// Source: prometheus `config/config.go`, RemoteWriteConfig.
public record RemoteWriteSettings(
    String name,
    String configHash,
    String url,
    ProtobufMessage message,
    Duration remoteTimeout,
    SortedMap<String, String> headers,
    HttpClientSettings client,
    List<RelabelRule> writeRelabelRules,
    boolean sendExemplars,
    boolean sendNativeHistograms,
    boolean roundRobinDns,
    boolean failedRequestLogging,
    QueueSettings queue,
    MetadataSettings metadata) {

  public static final Duration DEFAULT_REMOTE_TIMEOUT = Duration.ofSeconds(30);

  private static final int GENERATED_NAME_LENGTH = 6;

  public RemoteWriteSettings {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    writeRelabelRules = List.copyOf(writeRelabelRules);
  }

  /// A destination with the defaults of an entry that has only a URL.
  public static RemoteWriteSettings defaults(String name, String url) {
    return new RemoteWriteSettings(
        name,
        "",
        url,
        ProtobufMessage.V1,
        DEFAULT_REMOTE_TIMEOUT,
        Collections.emptySortedMap(),
        HttpClientSettings.REMOTE_WRITE_DEFAULTS,
        List.of(),
        false,
        false,
        false,
        false,
        QueueSettings.DEFAULT,
        MetadataSettings.DEFAULT);
  }

  /// Whether nobody named this destination, so that its hash did.
  public boolean hasGeneratedName() {
    return configHash.startsWith(name) && name.length() == GENERATED_NAME_LENGTH;
  }

  /// Whether another entry differs in nothing but the way to the same receiver: secrets and
  /// settings of the client, headers, the timeout. Then queue, cursor and shards can stay.
  public boolean isSameQueue(RemoteWriteSettings other) {
    return withLinkOf(other).equals(other);
  }

  private RemoteWriteSettings withLinkOf(RemoteWriteSettings other) {
    return new RemoteWriteSettings(
        name,
        other.configHash,
        url,
        message,
        other.remoteTimeout,
        other.headers,
        other.client,
        writeRelabelRules,
        sendExemplars,
        sendNativeHistograms,
        other.roundRobinDns,
        other.failedRequestLogging,
        queue,
        metadata);
  }

  /// The same destination under a name and with the hash that identifies it.
  public RemoteWriteSettings identified(String newName, String hash) {
    return new RemoteWriteSettings(
        newName,
        hash,
        url,
        message,
        remoteTimeout,
        headers,
        client,
        writeRelabelRules,
        sendExemplars,
        sendNativeHistograms,
        roundRobinDns,
        failedRequestLogging,
        queue,
        metadata);
  }

  public RemoteWriteSettings withMessage(ProtobufMessage value) {
    return new RemoteWriteSettings(
        name,
        configHash,
        url,
        value,
        remoteTimeout,
        headers,
        client,
        writeRelabelRules,
        sendExemplars,
        sendNativeHistograms,
        roundRobinDns,
        failedRequestLogging,
        queue,
        metadata);
  }

  public RemoteWriteSettings withQueue(QueueSettings value) {
    return new RemoteWriteSettings(
        name,
        configHash,
        url,
        message,
        remoteTimeout,
        headers,
        client,
        writeRelabelRules,
        sendExemplars,
        sendNativeHistograms,
        roundRobinDns,
        failedRequestLogging,
        value,
        metadata);
  }

  public RemoteWriteSettings withMetadata(MetadataSettings value) {
    return new RemoteWriteSettings(
        name,
        configHash,
        url,
        message,
        remoteTimeout,
        headers,
        client,
        writeRelabelRules,
        sendExemplars,
        sendNativeHistograms,
        roundRobinDns,
        failedRequestLogging,
        queue,
        value);
  }

  public RemoteWriteSettings withRemoteTimeout(Duration value) {
    return new RemoteWriteSettings(
        name,
        configHash,
        url,
        message,
        value,
        headers,
        client,
        writeRelabelRules,
        sendExemplars,
        sendNativeHistograms,
        roundRobinDns,
        failedRequestLogging,
        queue,
        metadata);
  }

  /// Custom headers may hold tokens, so their values are left out.
  @Override
  public String toString() {
    return "RemoteWriteSettings[name="
        + name
        + ", url="
        + SecretUrls.shown(url)
        + ", message="
        + message
        + ", remoteTimeout="
        + remoteTimeout
        + ", headers="
        + headers.keySet()
        + ", client="
        + client
        + ", writeRelabelRules="
        + writeRelabelRules
        + ", sendExemplars="
        + sendExemplars
        + ", sendNativeHistograms="
        + sendNativeHistograms
        + ", roundRobinDns="
        + roundRobinDns
        + ", failedRequestLogging="
        + failedRequestLogging
        + ", queue="
        + queue
        + ", metadata="
        + metadata
        + "]";
  }
}

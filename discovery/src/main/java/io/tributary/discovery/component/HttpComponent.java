package io.tributary.discovery.component;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.SecretUrls;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.PollingDiscoverer;
import io.tributary.discovery.RefreshMetrics;
import io.tributary.discovery.client.ComponentClients;
import io.tributary.discovery.client.HttpClientBlock;
import io.tributary.discovery.http.HttpDiscoverer;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.shared.Fingerprint;
import io.tributary.discovery.shared.ThisHost;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpUrls;
import io.tributary.net.client.OAuth2;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Convert;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `discovery.http`: targets that an HTTP endpoint lists.
///
/// Source: grafana/alloy `internal/component/discovery/http`.
final class HttpComponent {
  private static final String NAME = "discovery.http";
  private static final Set<String> SCHEMES = Set.of("http", "https");
  static final ArgumentsCodec<HttpDiscoverySettings> ARGUMENTS =
      ArgumentsCodec.of(HttpComponent::decode, HttpComponent::describe);

  private HttpComponent() {}

  static ComponentDefinition<HttpDiscoverySettings> definition() {
    return TargetsComponent.shared(
        NAME, ARGUMENTS, HttpComponent::mechanism, HttpComponent::fingerprint);
  }

  /// Empty for an endpoint that is another one on every host.
  private static Optional<Fingerprint> fingerprint(HttpDiscoverySettings settings) {
    if (ThisHost.isMeantBy(host(settings.url()))) {
      return Optional.empty();
    }
    HttpClientSettings client = settings.client();
    var urls = new ArrayList<>(List.of(settings.url(), settings.written(), client.proxy().url()));
    OAuth2 oauth2 = client.oauth2();
    if (oauth2 != null) {
      urls.add(oauth2.tokenUrl());
      urls.add(oauth2.proxy().url());
    }
    return Optional.of(Fingerprint.of(NAME, describe(settings), urls));
  }

  private static String host(String url) {
    try {
      String host = new URI(url).getHost();
      return host == null ? "" : host;
    } catch (URISyntaxException _) {
      return "";
    }
  }

  private static TargetsComponent.Mechanism<HttpDiscoverySettings> mechanism(
      ComponentContext context, PrometheusRegistry registry) {
    var clients = context.service(ComponentClients.class);
    var polling =
        new PollingDiscoverer.Context(
            "http", context.id().global(), context.clock(), new RefreshMetrics(registry));
    Counter failures =
        Counter.builder()
            .name("prometheus_sd_http_failures_total")
            .help("Number of HTTP service discovery refresh failures.")
            .register(registry);
    return settings -> {
      HttpCaller caller = clients.open(context.id(), settings.client());
      return discoverer(settings, caller, polling, failures);
    };
  }

  private static Discoverer discoverer(
      HttpDiscoverySettings settings,
      HttpCaller caller,
      PollingDiscoverer.Context polling,
      Counter failures)
      throws IOException {
    try {
      return HttpDiscoverer.create(settings, caller, DiscoveryLimits.DEFAULTS, polling, failures);
    } catch (IOException | RuntimeException e) {
      caller.close();
      throw e;
    }
  }

  private static HttpDiscoverySettings decode(BlockReader block) {
    AttributeReader attribute = block.required("url");
    String written = attribute.read(Convert::toText).orElse(null);
    return new HttpDiscoverySettings(
        written == null ? "" : url(written, attribute),
        written == null ? "" : written,
        RefreshInterval.read(block, HttpDiscoverySettings.DEFAULT_REFRESH_INTERVAL),
        HttpClientBlock.read(block, HttpClientSettings.DEFAULTS));
  }

  private static String url(String written, AttributeReader attribute) {
    try {
      return HttpUrls.parse(written, SCHEMES);
    } catch (ConfigException e) {
      attribute.error(String.valueOf(e.getMessage()));
      return "";
    }
  }

  private static Body describe(HttpDiscoverySettings settings) {
    var body =
        Body.builder()
            .attr("url", SecretUrls.shown(settings.written()))
            .attr("refresh_interval", GoDurations.format(settings.refreshInterval()));
    HttpClientBlock.describe(settings.client(), body);
    return body.build();
  }
}

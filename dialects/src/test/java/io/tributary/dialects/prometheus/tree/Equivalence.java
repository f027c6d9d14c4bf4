package io.tributary.dialects.prometheus.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.metrics.component.DecodedComponents.RemoteWrite;
import io.tributary.metrics.component.DecodedComponents.Scrape;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.net.client.HeaderSettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.OAuth2;
import io.tributary.river.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Holds a tree against the settings that Prometheus' own dialect makes of the same file: every job
/// and every destination must come out as the same settings.
///
/// Two things are told apart in files and not in trees, and make no difference to what is sent: the
/// values and the secrets of a header, which stand one behind the other, and the groups of static
/// targets.
final class Equivalence {
  private Equivalence() {}

  static void check(PrometheusConfig config, List<Statement> body) {
    EvaluatedTree tree = EvaluatedTree.of(body);
    assertThat(tree.jobs).hasSameSizeAs(config.scrapeJobs());
    for (int i = 0; i < tree.jobs.size(); i++) {
      check(config.scrapeJobs().get(i), tree.jobs.get(i), tree);
    }
    RemoteWrite remoteWrite = tree.remoteWrite;
    if (remoteWrite == null) {
      assertThat(config.scrapeJobs()).isEmpty();
      assertThat(config.remoteWrites()).isEmpty();
      return;
    }
    assertThat(remoteWrite.externalLabels()).isEqualTo(config.global().externalLabels());
    assertThat(remoteWrite.endpoints().stream().map(Equivalence::plain).toList())
        .isEqualTo(config.remoteWrites().stream().map(Equivalence::plain).toList());
  }

  private static void check(ScrapeSettings expected, Scrape actual, EvaluatedTree tree) {
    assertThat(plain(actual.settings())).isEqualTo(plain(expected));
    assertThat(actual.forwardTo()).containsExactly("prometheus.remote_write.default");
    var targets = new ArrayList<Labels>();
    var discoveries = new ArrayList<DiscoverySettings>();
    for (Labels target : actual.targets()) {
      String component = EvaluatedTree.componentOf(target);
      if (component == null) {
        targets.add(target);
      } else {
        discoveries.add(plain(Objects.requireNonNull(tree.discoveries.get(component))));
      }
    }
    assertThat(targets).isEqualTo(staticTargets(expected));
    assertThat(discoveries)
        .containsExactlyInAnyOrderElementsOf(
            expected.discovery().stream()
                .filter(one -> !(one instanceof StaticDiscoverySettings))
                .map(Equivalence::plain)
                .toList());
  }

  private static List<Labels> staticTargets(ScrapeSettings job) {
    var targets = new ArrayList<Labels>();
    for (DiscoverySettings discovery : job.discovery()) {
      if (discovery instanceof StaticDiscoverySettings statics) {
        for (TargetGroup group : statics.groups()) {
          for (Labels own : group.targets()) {
            var labels = new Labels.Builder(group.labels());
            labels.remove("__address__");
            own.forEach(labels::set);
            targets.add(labels.build());
          }
        }
      }
    }
    return targets;
  }

  private static ScrapeSettings plain(ScrapeSettings job) {
    return new ScrapeSettings(
        job.jobName(),
        job.scrapeInterval(),
        job.scrapeTimeout(),
        job.request(),
        plain(job.client()),
        job.samples(),
        job.limits(),
        List.of(),
        job.relabelRules(),
        job.metricRelabelRules(),
        job.failureLogFile());
  }

  private static RemoteWriteSettings plain(RemoteWriteSettings one) {
    return new RemoteWriteSettings(
        one.name(),
        "",
        one.url(),
        one.message(),
        one.remoteTimeout(),
        one.headers(),
        plain(one.client()),
        one.writeRelabelRules(),
        one.sendExemplars(),
        one.sendNativeHistograms(),
        one.roundRobinDns(),
        one.failedRequestLogging(),
        one.queue(),
        one.metadata());
  }

  private static DiscoverySettings plain(DiscoverySettings discovery) {
    return discovery instanceof HttpDiscoverySettings http
        ? new HttpDiscoverySettings(
            http.url(), http.written(), http.refreshInterval(), plain(http.client()))
        : discovery;
  }

  private static HttpClientSettings plain(HttpClientSettings client) {
    return new HttpClientSettings(
        client.basicAuth(),
        client.authorization(),
        plain(client.oauth2()),
        client.bearerToken(),
        client.tls(),
        client.followRedirects(),
        client.enableHttp2(),
        client.proxy(),
        plain(client.httpHeaders()));
  }

  private static @Nullable OAuth2 plain(@Nullable OAuth2 auth) {
    return auth == null
        ? null
        : new OAuth2(
            auth.clientId(),
            auth.clientSecret(),
            auth.grantType(),
            auth.jwt(),
            auth.scopes(),
            auth.tokenUrl(),
            auth.endpointParams(),
            auth.tls(),
            auth.proxy(),
            plain(auth.httpHeaders()));
  }

  private static List<HeaderSettings> plain(List<HeaderSettings> headers) {
    return headers.stream()
        .map(header -> {
          var values = new ArrayList<>(header.values().stream().map(Secret::of).toList());
          values.addAll(header.secrets());
          return new HeaderSettings(header.name(), List.of(), values, header.files());
        })
        .toList();
  }
}

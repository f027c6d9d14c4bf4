package io.tributary.agent.scrapingservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.scrapingservice.ScrapingServiceArguments.Server;
import io.tributary.base.secret.Secret;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The block `prometheus.scraping_service`.
class ScrapingServiceArgumentsTest {
  private final Findings findings = new Findings();

  private ScrapingServiceArguments read(String body) {
    String text = "prometheus.scraping_service \"s\" {\n" + body + "\n}\n";
    var block = ParsedFile.of(SourceFile.of("main.river", text)).blocks().getFirst();
    var library = Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));
    BlockReader reader = BlockReader.of(block, library, findings);
    ScrapingServiceArguments arguments = ScrapingServiceArguments.CODEC.decode(reader);
    reader.finish();
    return arguments;
  }

  private List<String> errors(String body) {
    var _ = read(body);
    return findings.all().stream().map(Diagnostic::message).toList();
  }

  @Test
  void hasTheDefaultsOfStaticMode() {
    ScrapingServiceArguments arguments = read("");
    ScrapingServiceSettings usual = ScrapingServiceSettings.DEFAULTS;
    assertThat(findings.all()).isEmpty();
    assertThat(arguments.service().lifecycler()).isEqualTo(usual.lifecycler());
    assertThat(arguments.service().configurations()).isEqualTo(usual.configurations());
    assertThat(arguments.service().client()).isEqualTo(usual.client());
    assertThat(arguments.server()).isEqualTo(Server.DEFAULT);
    assertThat(arguments.sharesInstances()).isTrue();
    assertThat(arguments.global()).isEqualTo(Secret.EMPTY);
  }

  @Test
  void boundsWhatEveryHeartbeatCarries() {
    assertThat(errors("lifecycler {\n num_tokens = 2000000000\n port = 70000\n}"))
        .containsExactly("num_tokens must be at most 16384", "port must be at most 65535");
  }

  @Test
  void readsEverything() {
    ScrapingServiceArguments arguments =
        read(
            """
            reshard_interval = "2m"
            dangerous_allow_reading_files = true
            instance_mode = "distinct"
            extra_scrape_metrics = true
            global = "scrape_interval: 5s"
            kvstore {
              store = "etcd"
              prefix = "c/"
              etcd {
                endpoints = ["h:1"]
                username = "u"
                password = "canary"
                tls_config { }
              }
            }
            lifecycler {
              num_tokens = 7
              ring {
                heartbeat_timeout = "10s"
                excluded_zones = ["z"]
                take_over_from_dead = false
                kvstore { store = "inmemory" }
              }
            }
            client {
              backoff_config { max_retries = 3 }
              tls_config { insecure_skip_verify = true }
            }
            grpc_server {
              address = "127.0.0.1:1"
              max_connections = 5
            }
            """);
    assertThat(findings.all()).isEmpty();
    StoreSettings store = arguments.service().configurations();
    assertThat(store.kind()).isEqualTo(StoreSettings.Kind.ETCD);
    assertThat(store.prefix()).isEqualTo("c/");
    assertThat(store.etcd().endpoints()).containsExactly("h:1");
    assertThat(store.etcd().tls()).isPresent();
    var ring = arguments.service().lifecycler().ring();
    assertThat(ring.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(ring.takesOverFromDead()).isFalse();
    assertThat(ring.store().prefix()).isEqualTo("collectors/");
    assertThat(ring.store().kind()).isEqualTo(StoreSettings.Kind.INMEMORY);
    assertThat(arguments.service().lifecycler().tokens()).isEqualTo(7);
    assertThat(arguments.service().client().maxRetries()).isEqualTo(3);
    assertThat(arguments.service().client().tls()).isNotEqualTo(Optional.empty());
    assertThat(arguments.server().maxConnections()).isEqualTo(5);
    assertThat(arguments.sharesInstances()).isFalse();
    assertThat(arguments.extraScrapeMetrics()).isTrue();
    assertThat(arguments.global().value()).isEqualTo("scrape_interval: 5s");
    assertThat(ScrapingServiceArguments.CODEC.describe(arguments).source())
        .contains("h:1")
        .doesNotContain("canary", "scrape_interval: 5s");
    assertThat(arguments.toString()).doesNotContain("canary", "scrape_interval: 5s");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(
            errors(
                """
                reshard_interval = "0s"
                kvstore {
                  store = "memberlist"
                  prefix = "c"
                }
                lifecycler { num_tokens = 0 }
                """))
        .hasSize(4)
        .contains(
            "reshard_interval must be greater than 0s",
            "prefix must end with a slash",
            "num_tokens must be at least 1");
  }

  @Test
  void aStoreThatCanNeverWorkIsAnErrorOfTheFile() {
    assertThat(errors("kvstore { store = \"etcd\" }"))
        .containsExactly("etcd.endpoints: must have at least one endpoint");
  }

  @Test
  void twoStoresAreTwo() {
    assertThat(errors("lifecycler {\n ring {\n kvstore { store = \"multi\" }\n }\n}"))
        .containsExactly("multi: primary or secondary store not set");
  }
}

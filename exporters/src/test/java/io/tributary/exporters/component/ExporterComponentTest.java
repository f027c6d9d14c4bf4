package io.tributary.exporters.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Gauge;
import io.tributary.base.host.HostName;
import io.tributary.model.labels.Labels;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExporterComponentTest {
  @TempDir Path directory;
  private ExporterBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new ExporterBench(directory);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static String scraped(String exporter) {
    return exporter
        + """
        test.sink "s" { }
        prometheus.scrape "x" {
          targets         = EXPORTER.targets
          forward_to      = [test.sink.s.receiver]
          scrape_interval = "500ms"
          scrape_timeout  = "500ms"
        }
        """;
  }

  @Test
  void isScrapedWithoutASocket() throws Exception {
    bench.load(
        scraped("prometheus.exporter.unix \"host\" { set_collectors = [\"loadavg\"] }\n")
            .replace("EXPORTER", "prometheus.exporter.unix.host"));
    Labels load = bench.await(labels -> labels.getOrEmpty("__name__").equals("node_load1"));
    assertThat(load)
        .isEqualTo(
            Labels.of(
                "__name__",
                "node_load1",
                "instance",
                HostName.orOfEnvironment(),
                "job",
                "integrations/unix"));
    Labels build =
        bench.await(labels -> labels.getOrEmpty("__name__").equals("node_exporter_build_info"));
    assertThat(build.get("version")).isEqualTo("1.2.3");
    assertThat(build.get("revision")).isEqualTo("abc");
    bench.awaitDebugInfo("prometheus.scrape.x", "[name=health, value=StringJson[value=up]]");
    assertThat(bench.component("prometheus.scrape.x").debugInfo().toString())
        .contains(
            "http://tributary.internal:12345/api/v0/component/prometheus.exporter.unix.host/metrics");
  }

  @Test
  void isScrapedInsideOfAModule() throws Exception {
    bench.load(
        """
        declare "host" {
          prometheus.exporter.unix { set_collectors = ["loadavg"] }
          export "targets" { value = prometheus.exporter.unix.targets }
        }
        host "h" { }
        """
                .replace("unix {", "unix \"u\" {")
                .replace("unix.targets", "unix.u.targets")
            + scraped("").replace("EXPORTER", "host.h"));
    bench.await(labels -> labels.getOrEmpty("__name__").equals("node_load1"));
  }

  @Test
  void tellsOfTheAgentItself() throws Exception {
    Gauge.builder().name("of_the_agent").register(bench.registry).set(1);
    bench.load(
        scraped("prometheus.exporter.self \"me\" { }\n")
            .replace("EXPORTER", "prometheus.exporter.self.me"));
    Labels gauge = bench.await(labels -> labels.getOrEmpty("__name__").equals("of_the_agent"));
    assertThat(gauge.get("job")).isEqualTo("integrations/self");
    Labels ofComponent =
        bench.await(
            labels -> labels.getOrEmpty("__name__").equals("prometheus_scrape_targets_gauge"));
    assertThat(ofComponent.get("component_id")).isEqualTo("prometheus.scrape.x");
  }

  @Test
  void exportsItsTarget() throws Exception {
    bench.load("prometheus.exporter.self \"me\" { }\n");
    assertThat(bench.component("prometheus.exporter.self.me").exports().toString())
        .contains(
            "Field[key=__meta_component_name, value=StringJson[value=prometheus.exporter.self]]")
        .contains(
            "Field[key=__meta_component_id, value=StringJson[value=prometheus.exporter.self.me]]")
        .contains("Field[key=__scheme__, value=StringJson[value=http]]");
  }

  @Test
  void hasOnePage() throws Exception {
    bench.load("prometheus.exporter.self \"me\" { }\n");
    assertThat(bench.page("prometheus.exporter.self.me", "metrics")).startsWith("200 # HELP ");
    assertThat(bench.page("prometheus.exporter.self.me", "")).startsWith("404 ");
  }

  @Test
  void keepsTheExporterWhereOtherArgumentsCannotBeUsed() throws Exception {
    String sound = "prometheus.exporter.unix \"u\" { set_collectors = [\"loadavg\"] }\n";
    bench.load(sound);
    assertThat(bench.errors("prometheus.exporter.unix \"u\" { enable_collectors = [\"systemd\"] }"))
        .singleElement()
        .asString()
        .endsWith("updating component: there is no collector systemd yet");
    assertThat(bench.page("prometheus.exporter.unix.u", "metrics")).contains("node_load1 ");
    assertThat(bench.component("prometheus.exporter.unix.u").health().state())
        .isEqualTo("unhealthy");
    bench.load(sound);
    assertThat(bench.component("prometheus.exporter.unix.u").health().state()).isEqualTo("healthy");
  }

  @Test
  void readsTheBlocksOfItsCollectors() throws Exception {
    bench.load(
        """
        prometheus.exporter.unix "u" {
          set_collectors = ["textfile", "cpu"]
          textfile { directory = "%s" }
          cpu { info = true }
          systemd { unit_include = "a.*" }
        }
        """
            .formatted(directory));
    assertThat(bench.page("prometheus.exporter.unix.u", "metrics"))
        .contains("node_cpu_info{")
        .contains("node_textfile_scrape_error 0");
    assertThat(bench.component("prometheus.exporter.unix.u").arguments().toString())
        .contains("[name=unit_include, value=StringJson[value=a.*]]");
    assertThat(bench.errors("prometheus.exporter.unix \"u\" { cpu { infos = true } }"))
        .singleElement()
        .asString()
        .contains("unrecognized attribute name \"infos\"");
  }

  @Test
  void aScrapeOfAnExporterThatIsGoneFails() throws Exception {
    bench.load(
        scraped("")
            .replace(
                "EXPORTER.targets",
                "[{\"__address__\" = \"tributary.internal:12345\", \"__metrics_path__\" ="
                    + " \"/api/v0/component/prometheus.exporter.unix.gone/metrics\"}]"));
    bench.awaitDebugInfo("prometheus.scrape.x", "server returned HTTP status 404 Not Found");
  }
}

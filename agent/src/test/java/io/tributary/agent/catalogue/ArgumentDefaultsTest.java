package io.tributary.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.Body;
import io.tributary.component.ComponentDefinition;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.eval.Scope;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.SourceFile;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every component does where nothing is said, against the reference of Alloy 1.18. The zero
/// value of a type may be left out of what is shown.
class ArgumentDefaultsTest {
  private static final Scope LIBRARY =
      Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));

  private static final Set<String> ZEROES =
      Set.of("\"\"", "false", "0", "[]", "{}", "\"0s\"", "\"0B\"");

  private static final String HTTP_CLIENT =
      "follow_redirects=true; enable_http2=true; no_proxy=\"\"; proxy_from_environment=false";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      maxCharsPerColumn = 20_000,
      textBlock =
          """
          prometheus.scrape | targets = [] forward_to = [] | job_name=""; honor_labels=false; honor_timestamps=true; track_timestamps_staleness=false; scrape_classic_histograms=false; scrape_native_histograms=false; scrape_failure_log_file=""; scrape_interval="1m0s"; scrape_timeout="10s"; scrape_protocols=["OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4"]; metrics_path="/metrics"; scheme="http"; sample_limit=0; target_limit=0; label_limit=0; label_name_length_limit=0; label_value_length_limit=0; extra_metrics=false; metric_name_validation_scheme="legacy"; metric_name_escaping_scheme="underscores"; scrape_fallback_protocol="PrometheusText0.0.4"; convert_classic_histograms_to_nhcb=false; enable_compression=true; native_histogram_bucket_limit=0; native_histogram_min_bucket_factor=0; honor_metadata=false; HTTP
          prometheus.relabel | forward_to = [] | max_cache_size=100000; cache_ttl="0s"
          prometheus.echo | | format="text"
          prometheus.remote_write | endpoint { url = "http://h" } | endpoint.name=""; endpoint.remote_timeout="30s"; endpoint.send_exemplars=true; endpoint.send_native_histograms=false; endpoint.protobuf_message="prometheus.WriteRequest"; endpoint.round_robin_dns=false; endpoint.queue_config.capacity=10000; endpoint.queue_config.max_shards=50; endpoint.queue_config.min_shards=1; endpoint.queue_config.max_samples_per_send=2000; endpoint.queue_config.batch_send_deadline="5s"; endpoint.queue_config.min_backoff="30ms"; endpoint.queue_config.max_backoff="5s"; endpoint.queue_config.retry_on_http_429=true; endpoint.queue_config.sample_age_limit="0s"; endpoint.metadata_config.send=true; endpoint.metadata_config.send_interval="1m0s"; endpoint.metadata_config.max_samples_per_send=2000; wal.truncate_frequency="2h0m0s"; wal.min_keepalive_time="5m0s"; wal.max_keepalive_time="8h0m0s"; endpoint.follow_redirects=true; endpoint.enable_http2=false
          prometheus.receive_http | forward_to = [] | http.listen_address=""; http.listen_port=8080; http.conn_limit=0; http.server_read_timeout="30s"; http.server_write_timeout="30s"; http.server_idle_timeout="2m0s"; graceful_shutdown_timeout="30s"; append_metadata=false; enable_type_and_unit_labels=false; accepted_remote_write_protobuf_messages=["prometheus.WriteRequest"]
          prometheus.exporter.unix | | include_exporter_metrics=false; procfs_path="/proc"; sysfs_path="/sys"; rootfs_path="/"; udev_data_path="/run/udev/data"; enable_collectors=[]; disable_collectors=[]; set_collectors=[]; arp.netlink=false; bcache.priority_stats=false; cpu.guest=false; cpu.info=false; ethtool.metrics_include=".*"; filesystem.mount_timeout="5s"; ipvs.backend_labels=["local_address", "local_port", "remote_address", "remote_port", "proto", "local_mark"]; ntp.ip_ttl=1; ntp.local_offset_tolerance="1ms"; ntp.max_distance="3.46608s"; ntp.protocol_version=4; ntp.server="127.0.0.1"; ntp.server_is_local=false; netclass.ignore_invalid_speed_device=false; netclass.ignored_devices="^$"; netdev.address_info=false; perf.disable_hardware_profilers=false; powersupply.ignored_supplies="^$"; runit.service_dir="/etc/service"; supervisord.url="http://localhost:9001/RPC2"; sysctl.include=[]; systemd.enable_restarts=false; systemd.unit_include=".+"; tapestats.ignored_devices="^$"; textfile.directory=""
          discovery.dns | names = ["a"] | refresh_interval="30s"; type="SRV"; port=0
          discovery.file | files = ["/a.yml"] | refresh_interval="5m0s"
          discovery.http | url = "http://h" | refresh_interval="1m0s"; HTTP
          discovery.process | | refresh_interval="1m0s"; discover_config.cwd=true; discover_config.exe=true; discover_config.commandline=true; discover_config.username=true; discover_config.uid=true; discover_config.container_id=true; discover_config.cgroup_path=false
          local.file | filename = "/a" | detector="fsnotify"; poll_frequency="1m0s"; is_secret=false
          local.file_match | path_targets = [] | sync_period="10s"; ignore_older_than="0s"
          remote.http | url = "http://h" | poll_frequency="1m0s"; poll_timeout="10s"; is_secret=false; method="GET"; headers={}; body=""
          """)
  void areThoseOfTheReference(String name, String required, String expected) {
    Map<String, String> shown = shown(name, required == null ? "" : required);
    for (String line : expected.replace("HTTP", HTTP_CLIENT).split("; ", -1)) {
      int equals = line.indexOf('=');
      String path = line.substring(0, equals);
      String value = line.substring(equals + 1).strip();
      String actual = shown.get(path);
      if (actual == null) {
        assertThat(ZEROES).as(name + " does not show " + path).contains(value);
      } else {
        assertThat(actual).as(name + " > " + path).isEqualTo(value);
      }
    }
  }

  private static Map<String, String> shown(String name, String required) {
    ComponentDefinition<?> definition = Components.ALL.find(name);
    assertThat(definition).as(name).isNotNull();
    return definition == null ? Map.of() : described(definition, name, required);
  }

  private static <A> Map<String, String> described(
      ComponentDefinition<A> definition, String name, String required) {
    String body = required.replace("[] ", "[]\n");
    var file = ParsedFile.of(SourceFile.of("test.river", name + " \"x\" {\n" + body + "\n}\n"));
    assertThat(file.diagnostics()).isEmpty();
    var findings = new Findings();
    var reader = BlockReader.of(file.blocks().getFirst(), LIBRARY, findings);
    A arguments = definition.arguments().decode(reader);
    reader.finish();
    assertThat(findings.all()).as(name).isEmpty();
    var lines = new TreeMap<String, String>();
    flatten("", definition.arguments().describe(arguments), lines);
    return lines;
  }

  private static void flatten(String path, Body body, Map<String, String> lines) {
    for (Body.Item item : body.items()) {
      switch (item) {
        case Body.Attr(String name, var value) -> lines.put(path + name, ValuePrinter.print(value));
        case Body.Block(String name, _, Body inner) -> flatten(path + name + ".", inner, lines);
      }
    }
  }
}

package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.tributary.base.config.DiagnosticPrinter;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.catalogue.StandardMechanisms;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S05: a canary in every place of a configuration that can hold a secret, and silence everywhere
/// else: in each answer, on the metrics page, in the log at `debug` while peers refuse and echo
/// everything, in thread dumps, in the data folder, in what is said of broken files.
class SecretCanaryTest {
  private static final Map<Class<?>, List<Class<?>>> IMPLEMENTATIONS =
      Map.of(
          DiscoverySettings.class,
          List.of(
              DnsDiscoverySettings.class,
              FileDiscoverySettings.class,
              HttpDiscoverySettings.class,
              StaticDiscoverySettings.class));

  /// Certificates are public, names of users are no secrets.
  private static final Set<String> HARMLESS = Set.of("ca", "cert", "username");

  private static List<KeyPairs.Pair> pairs = List.of();

  @TempDir Path folder;
  private final Canaries canaries = new Canaries();
  private EchoServer echo;
  private int port;
  private String yaml;

  @BeforeEach
  void start() throws Exception {
    echo = new EchoServer();
    port = RunningAgent.freePort();
    if (pairs.isEmpty()) {
      pairs = KeyPairs.make(folder, 2);
    }
    var secrets = new PrometheusSecrets(canaries, echo.port(), folder, pairs);
    yaml = secrets.yaml().replace("SELF", "" + port);
  }

  @AfterEach
  void stop() {
    echo.close();
  }

  private LoadResult load(String text) {
    try {
      Path file = Files.writeString(folder.resolve("loaded.yml"), text);
      return PrometheusConfig.load(file, Environment.system());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyPlaceThatCanHoldASecretHasACanary() {
    assertThat(IMPLEMENTATIONS.get(DiscoverySettings.class))
        .as("a new mechanism may bring new secrets")
        .hasSameSizeAs(StandardMechanisms.NAMES);
    LoadResult loaded = load(yaml);
    assertThat(loaded.errors()).isEmpty();
    var walk = new SecretWalk(IMPLEMENTATIONS, HARMLESS);
    var found = walk.secrets(loaded.sound().orElseThrow());
    Set<String> places = new TreeSet<>(walk.places(PrometheusConfig.class));
    // Turned into `authorization` when it is read.
    places.removeIf(place -> place.endsWith("client.bearerToken"));
    assertThat(places).hasSizeGreaterThan(20);
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(places);
    found.forEach((place, values) -> assertThat(values).as(place).allMatch(canaries::isCanary));
  }

  @Test
  void settingsPrintNoSecret() {
    PrometheusConfig config = load(yaml).sound().orElseThrow();
    assertThat(canaries.heard(config.toString())).isEmpty();
    assertThat(canaries.heard(config.effectiveYaml())).isEmpty();
    config
        .scrapeJobs()
        .forEach(job -> assertThat(canaries.heard(PrometheusConfig.yamlOf(job))).isEmpty());
  }

  @Test
  void anAgentWhosePeersRefuseAndEchoKeepsItsSecrets() throws Exception {
    Path file = Files.writeString(folder.resolve("prometheus.yml"), yaml);
    Path data = folder.resolve("data");
    try (var agent =
        RunningAgent.prometheus(
            port,
            file,
            data,
            "--web.enable-lifecycle",
            "--storage.remote.flush-deadline=100ms",
            "--log.level=debug")) {
      agent.await(
          "every job has failed, every destination is refused",
          () -> {
            String targets = agent.body("/api/v1/targets?state=active");
            String metrics = agent.body("/metrics");
            return count(targets, "\"health\":\"down\"") >= 7
                && destinations(agent.log()) == 7
                && metrics.contains("prometheus_sd_http_failures_total")
                && !metrics.contains("prometheus_sd_http_failures_total 0");
          });
      for (String path : paths(agent)) {
        assertThat(canaries.heard(agent.ask("GET", path))).as(path).isEmpty();
      }
      assertThat(agent.ask("POST", "/-/reload")).contains(" 200 ");
      Files.writeString(file, yaml.replace("password:", "pasword:"));
      String refused = agent.ask("POST", "/-/reload");
      assertThat(refused).contains(" 500 ");
      assertThat(canaries.heard(refused)).isEmpty();
      assertThat(canaries.heard(threads())).isEmpty();
      assertThat(canaries.heard(agent.log())).as(agent.log()).isEmpty();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path stored : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(stored, StandardCharsets.ISO_8859_1);
        assertThat(canaries.heard(bytes)).as(stored.toString()).isEmpty();
      }
    }
  }

  /// Every route, as the metrics page names them, with parameters that open it.
  private static List<String> paths(RunningAgent agent) {
    var paths = new TreeSet<String>();
    Pattern.compile("prometheus_http_requests_total\\{[^}]*handler=\"([^\"]+)\"")
        .matcher(agent.body("/metrics"))
        .results()
        .map(route -> route.group(1).replaceAll("\\*.*", "").replaceAll(":[a-z]+", "job"))
        .forEach(paths::add);
    assertThat(paths).hasSizeGreaterThan(40).contains("/api/v1/targets", "/api/v1/status/config");
    // Never end.
    paths.removeIf(path -> path.matches(".*/(web/(graph|debug)|notifications/live).*"));
    Pattern.compile("\"localID\":\"([^\"]+)\"")
        .matcher(agent.body("/api/v0/web/components"))
        .results()
        .forEach(component -> paths.add("/api/v0/web/components/" + component.group(1)));
    assertThat(paths).contains("/api/v0/web/components/prometheus.remote_write.default");
    Pattern.compile("\"(scrape|sd)(\\d+)\"")
        .matcher(agent.body("/api/v1/scrape_pools"))
        .results()
        .map(pool -> pool.group(1) + pool.group(2))
        .forEach(pool -> {
          paths.add("/api/v1/scrape_pools/config?scrapePool=" + pool);
          paths.add("/api/v1/targets/relabel_steps?labels={}&scrapePool=" + pool);
          paths.add("/api/v1/targets?scrapePool=" + pool);
          paths.add("/api/v0/web/explain?pool=" + pool);
          paths.add("/api/v0/web/explain?format=text&sample=up&pool=" + pool);
        });
    paths.add("/api/v1/metadata?limit=%00");
    return new ArrayList<>(paths);
  }

  /// Destinations that the log complains of.
  private static long destinations(String log) {
    return Pattern.compile("remote_write \\\\\"(\\w+)")
        .matcher(log)
        .results()
        .map(name -> name.group(1))
        .distinct()
        .count();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private String threads() throws IOException {
    Path dump = folder.resolve("threads.json");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    return Files.readString(dump);
  }

  /// A canary that is a value of its own, not a part of a URL.
  private static final String VALUE = "(?<=[ \\[])(canary\\w+)";

  /// Each line with a secret broken in each way that errors are made of.
  @Test
  void whatIsSaidOfABrokenFileHoldsNoSecret() {
    List<String> lines = yaml.lines().toList();
    var seen = new HashSet<String>();
    var heard = new ArrayList<String>();
    int broken = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!canaries.isCanary(line) || !seen.add(line.strip().replaceAll("\\d+", ""))) {
        continue;
      }
      for (String change :
          List.of(
              line.replaceFirst("(\\w+): ", "$1x: "),
              line.replaceFirst("(\\w+)\\w: ", "$1: "),
              line.replaceAll(VALUE, "{a: $1}"),
              line.replaceAll(VALUE, "[$1, $1]"),
              line.replaceAll(VALUE, "$1: b"),
              line.replaceAll(VALUE, "\"$1"),
              line.replaceAll(VALUE, "!!int $1"),
              line.replaceAll(VALUE, "*$1"),
              line.replaceAll(": ", ":"),
              line + "]",
              "\t" + line)) {
        var changed = new ArrayList<>(lines);
        changed.set(i, change);
        LoadResult loaded = load(String.join("\n", changed));
        String said = DiagnosticPrinter.plain().print(loaded.diagnostics());
        if (!canaries.heard(said + loaded.diagnostics()).isEmpty()) {
          heard.add(change + "\n" + said);
        }
        broken += loaded.errors().isEmpty() ? 0 : 1;
      }
    }
    assertThat(heard).isEmpty();
    assertThat(broken).isGreaterThan(100);
  }
}

package io.tributary.agent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.web.Notifications;
import io.tributary.base.time.ManualClock;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.PrometheusConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ConfigReloadsTest {
  @TempDir private Path folder;

  private final ManualClock clock = new ManualClock(1_000_000);
  private final List<PrometheusConfig> applied = new ArrayList<>();
  private List<String> failures = List.of();
  private ConfigReloads reloads;

  @BeforeEach
  void loadFirst() throws IOException {
    write("scrape_configs: [{job_name: a}]\n");
    var registry = new PrometheusRegistry();
    reloads =
        new ConfigReloads(
            PrometheusConfig.load(file(), Environment.of(Map.of())).sound().orElseThrow(),
            () -> PrometheusConfig.load(file(), Environment.of(Map.of())),
            config -> {
              applied.add(config);
              return failures;
            },
            clock,
            new Notifications(clock, 1, registry),
            registry);
    assertThat(reloads.applyFirst()).isEmpty();
  }

  private Path file() {
    return folder.resolve("prometheus.yml");
  }

  private void write(String yaml) throws IOException {
    Files.writeString(file(), yaml);
  }

  @Test
  void keepsTheConfigurationInForceWhenTheFileIsBad() throws IOException {
    write("scrape_configs: [{job_name: ''}]\nnonsense: 1\n");
    clock.advance(Duration.ofSeconds(5));

    assertThat(reloads.reload())
        .hasValueSatisfying(reason ->
            assertThat(reason)
                .startsWith("couldn't load configuration: ")
                .contains("nonsense")
                .contains("job_name"));
    assertThat(applied).hasSize(1);
    assertThat(reloads.current().scrapeJobs().getFirst().jobName()).isEqualTo("a");
    assertThat(reloads.wasSuccessful()).isFalse();
    assertThat(reloads.successMs()).isEqualTo(1_000_000);
  }

  @Test
  void appliesAGoodFileAndSaysSince() throws IOException {
    write("scrape_configs: [{job_name: b}]\n");
    clock.advance(Duration.ofSeconds(5));

    assertThat(reloads.reload()).isEmpty();
    assertThat(applied).hasSize(2);
    assertThat(reloads.current().scrapeJobs().getFirst().jobName()).isEqualTo("b");
    assertThat(reloads.wasSuccessful()).isTrue();
    assertThat(reloads.successMs()).isEqualTo(1_005_000);
  }

  @Test
  void logsEachReasonOfAFailedReloadOnce() throws IOException {
    var log = (Logger) LoggerFactory.getLogger(ConfigReloads.class);
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    log.addAppender(events);
    try {
      write("scrape_configs: [{job_name: ''}]\nnonsense: 1\n");
      assertThat(reloads.reload()).isPresent();
      assertThat(errors(events)).hasSize(2);

      write("scrape_configs: [{job_name: a}]\n");
      failures = List.of("scrape: no");
      assertThat(reloads.reload()).isPresent();
      assertThat(errors(events)).hasSize(3).last().asString().contains("scrape: no");
    } finally {
      log.detachAppender(events);
    }
  }

  private static List<String> errors(ListAppender<ILoggingEvent> events) {
    return events.list.stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(event -> event.getMessage() + event.getKeyValuePairs())
        .toList();
  }

  @Test
  void countsAPartThatFailedAsAFailedReload() {
    failures = List.of("scrape: no");
    assertThat(reloads.reload())
        .hasValueSatisfying(reason -> assertThat(reason).contains("scrape: no"));
    assertThat(reloads.wasSuccessful()).isFalse();
    failures = List.of();
    assertThat(reloads.reload()).isEmpty();
    assertThat(reloads.wasSuccessful()).isTrue();
  }

  @Test
  void tellsWhatBecameOfAConfiguration() throws IOException {
    String first = reloads.current().checksum();
    assertThat(reloads.fateOf(first)).isEqualTo(ConfigReloads.Fate.IN_FORCE);
    assertThat(reloads.fateOf("")).isEqualTo(ConfigReloads.Fate.NEVER_APPLIED);

    write("nonsense: 1\n");
    assertThat(reloads.reload()).isPresent();
    assertThat(reloads.fateOf(first))
        .as("put back, it is loaded again, so that the failure is over")
        .isEqualTo(ConfigReloads.Fate.APPLIED_IN_PART);

    write("scrape_configs: [{job_name: b}]\n");
    failures = List.of("scrape: no");
    assertThat(reloads.reload()).isPresent();
    assertThat(reloads.fateOf(reloads.current().checksum()))
        .isEqualTo(ConfigReloads.Fate.APPLIED_IN_PART);
    assertThat(reloads.fateOf(first)).isEqualTo(ConfigReloads.Fate.NEVER_APPLIED);
  }
}

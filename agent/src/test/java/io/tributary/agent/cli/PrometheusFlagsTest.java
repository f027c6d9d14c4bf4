package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusFlagsTest {
  private static ParsedFlags parse(String... arguments) {
    return PrometheusFlags.ALL.parse(List.of(arguments));
  }

  private static PrometheusOptions options(String... arguments) {
    return PrometheusOptions.from(parse(arguments));
  }

  private static UsageException refusal(String... arguments) {
    try {
      options(arguments);
    } catch (UsageException e) {
      return e;
    }
    throw new AssertionError("accepted " + List.of(arguments));
  }

  /// Names and defaults of Prometheus 3.14, as its API shows them, but for `web.cors.origin`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.file | prometheus.yml",
        "config.auto-reload | false",
        "config.auto-reload-interval | 30s",
        "web.listen-address | 0.0.0.0:9090",
        "auto-gomaxprocs | true",
        "auto-gomemlimit | true",
        "auto-gomemlimit.ratio | 0.9",
        "auto-gomemlimit.refresh-interval | 0s",
        "web.config.file | ''",
        "web.read-timeout | 5m",
        "web.max-connections | 512",
        "web.max-notifications-subscribers | 16",
        "web.external-url | ''",
        "web.route-prefix | ''",
        "web.user-assets | ''",
        "web.enable-lifecycle | false",
        "web.enable-admin-api | false",
        "web.enable-remote-write-receiver | false",
        "web.enable-otlp-receiver | false",
        "web.console.templates | consoles",
        "web.console.libraries | console_libraries",
        "web.page-title | Prometheus Time Series Collection and Processing Server",
        "web.cors.origin | ''",
        "storage.agent.path | data-agent/",
        "storage.agent.wal-segment-size | 0B",
        "storage.agent.wal-compression | true",
        "storage.agent.wal-compression-type | snappy",
        "storage.agent.wal-truncate-frequency | 0s",
        "storage.agent.retention.min-time | 5m",
        "storage.agent.retention.max-time | 4h",
        "storage.agent.checkpoint-from-in-memory-series | false",
        "storage.agent.checkpoint-batch-size | 1000",
        "storage.agent.no-lockfile | false",
        "storage.remote.flush-deadline | 1m",
        "scrape.adjust-timestamps | true",
        "scrape.timestamp-tolerance | 2ms",
        "scrape.discovery-reload-interval | 5s",
        "enable-feature | ''",
        "agent | false",
        "log.level | info",
        "log.format | logfmt",
        "storage.remote.read-sample-limit | 50000000",
        "storage.tsdb.path | data/",
      })
  void hasTheDefaultsOfPrometheus(String flag, String value) {
    assertThat(parse().all()).containsEntry(flag, value);
  }

  @Test
  void understandsEveryWayToWriteAFlag() {
    assertThat(parse("--config.file=a.yml").text("config.file")).isEqualTo("a.yml");
    assertThat(parse("--config.file", "b.yml").text("config.file")).isEqualTo("b.yml");
    assertThat(parse("-config.file=c.yml").text("config.file")).isEqualTo("c.yml");
    assertThat(parse("-config.file", "d.yml").text("config.file")).isEqualTo("d.yml");
    assertThat(parse("--no-auto-gomemlimit").isOn("auto-gomemlimit")).isFalse();
    assertThat(parse("--agent").isOn("agent")).isTrue();
    assertThat(parse("-h").isOn("help")).isTrue();
    assertThat(
            parse("--web.listen-address=:1", "--web.listen-address=:2").texts("web.listen-address"))
        .containsExactly(":1", ":2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nonsense | unknown long flag '--nonsense'",
        "--config.fil=x | did you mean --config.file?",
        "--config.file | expected argument for flag '--config.file'",
        "--agent=true | unexpected true",
        "--no-config.file | unknown long flag '--no-config.file'",
        "surplus | unexpected surplus",
      })
  void explainsWhatItDoesNotUnderstandWithExitOne(String argument, String message) {
    UsageException refusal = refusal(argument);
    assertThat(refusal.exitCode()).isEqualTo(1);
    assertThat(refusal).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--web.read-timeout=fast | --web.read-timeout: not a valid duration string",
        "--web.max-connections=many | --web.max-connections: strconv.ParseFloat: parsing \"many\"",
        "--log.level=loud | enum value must be one of debug,info,warn,error, got 'loud'",
      })
  void explainsAWrongValueWithExitTwo(String argument, String message) {
    UsageException refusal = refusal(argument);
    assertThat(refusal.exitCode()).isEqualTo(2);
    assertThat(refusal).hasMessageContaining(message);
  }

  @Test
  void refusesToRepeatWhatCanOnlyBeSaidOnce() {
    UsageException refusal = refusal("--config.file=a", "--config.file=b");
    assertThat(refusal.exitCode()).isEqualTo(2);
    assertThat(refusal).hasMessage("flag 'config.file' cannot be repeated");
  }

  @Test
  void refusesEveryServerFlagWithExitThree() {
    for (Flag flag : PrometheusFlags.ALL.flags()) {
      if (flag.mode() == Flag.Mode.SERVER) {
        String argument =
            flag.kind().isSwitch()
                ? "--" + flag.name()
                : "--"
                    + flag.name()
                    + "="
                    + (flag.defaultText() == null || flag.defaultText().isEmpty()
                        ? flag.kind() instanceof FlagKind.Bytes ? "1MB" : "1h"
                        : flag.defaultText());
        UsageException refusal = refusal("--agent", argument);
        assertThat(refusal.exitCode()).as(flag.name()).isEqualTo(3);
        assertThat(refusal).hasMessageContaining("\"--" + flag.name() + "\"");
      }
    }
  }

  @Test
  void namesAllServerFlagsInOneMessage() {
    assertThat(refusal("--storage.tsdb.path=x", "--query.timeout=1m"))
        .hasMessage(
            "The following flag(s) can not be used in agent mode:"
                + " [\"--storage.tsdb.path\" \"--query.timeout\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--web.enable-remote-write-receiver",
        "--web.enable-otlp-receiver",
        "--enable-feature=st-storage",
        "--enable-feature=exemplar-storage,created-timestamp-zero-ingestion",
        "--enable-feature=type-and-unit-labels",
        "--auto-gomemlimit.ratio=0",
        "--auto-gomemlimit.ratio=1.1",
        "--storage.agent.checkpoint-batch-size=0",
        "--storage.agent.wal-segment-size=1MB",
        "--storage.agent.wal-segment-size=1GB",
      })
  void refusesWhatItCannotDoWithExitOne(String argument) {
    assertThat(refusal(argument).exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "\"http://x\", URL must not begin or end with quotes",
    "'http://a b', parse external URL",
  })
  void refusesABadExternalUrlWithExitTwo(String url, String message) {
    UsageException refusal = refusal("--web.external-url=" + url);
    assertThat(refusal.exitCode()).isEqualTo(2);
    assertThat(refusal).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "9090, missing port in address",
    "::1:9090, too many colons in address",
    "[::1], missing port in address",
  })
  void refusesAnAddressWithoutASoundPortWithExitTwo(String address, String message) {
    UsageException refusal = refusal("--web.listen-address=" + address);
    assertThat(refusal.exitCode()).isEqualTo(2);
    assertThat(refusal).hasMessageContaining(message);
    assertThat(options("--web.listen-address=[::1]:9090").agent().web().externalUrl().getPort())
        .isEqualTo(9090);
  }

  @Test
  void keepsAHostNameThatIsNoInternetName() {
    assertThat(options("--web.external-url=http://my_host:80/p//").agent().web().externalUrl())
        .hasToString("http://my_host:80/p");
  }

  @ParameterizedTest
  @CsvSource({"010, 10", "5e2, 500", "99999999999, 2147483647"})
  void readsNumbersAsDecimal(String typed, int number) {
    assertThat(parse("--web.max-connections=" + typed).number("web.max-connections"))
        .isEqualTo(number);
  }

  @Test
  void refusesABadCorsRegexWithExitTwo() {
    assertThat(refusal("--web.cors.origin=(").exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/, '', /",
    "http://example.org/a/b/, '', /a/b",
    "http://example.org/a, /c/, /c",
    "http://example.org/a, /, /",
  })
  void derivesTheRoutePrefix(String url, String prefix, String expected) {
    String[] arguments =
        prefix.isEmpty()
            ? new String[] {"--web.external-url=" + url}
            : new String[] {"--web.external-url=" + url, "--web.route-prefix=" + prefix};
    assertThat(options(arguments).agent().web().routePrefix()).isEqualTo(expected);
  }

  @Test
  void dropsByAgeOnlyWhenAskedTo() {
    assertThat(options().agent().storage().budgetAge()).isEmpty();
    assertThat(options("--storage.agent.retention.max-time=2h").agent().storage().budgetAge())
        .contains(Duration.ofHours(2));
  }

  @Test
  void saysWhichFlagsHaveNoEffect() {
    assertThat(options("--storage.agent.wal-truncate-frequency=1h", "--no-auto-gomemlimit").notes())
        .hasSize(2)
        .anyMatch(note -> note.startsWith("--storage.agent.wal-truncate-frequency has no effect"))
        .anyMatch(note -> note.startsWith("--auto-gomemlimit has no effect"));
    assertThat(options().notes()).isEmpty();
  }

  @Test
  void raisesTooShortAReloadInterval() {
    assertThat(options().agent().autoReloadInterval()).isEmpty();
    assertThat(
            options("--config.auto-reload", "--config.auto-reload-interval=10ms")
                .agent()
                .autoReloadInterval())
        .isEqualTo(Optional.of(Duration.ofSeconds(1)));
  }

  @Test
  void acceptsBothWaysToAskForAgentModeAndUnknownFeatures() {
    FeatureFlags features = options("--agent", "--enable-feature=agent,no-such-thing").features();
    assertThat(features.notes())
        .extracting(FeatureFlags.Note::isWarning)
        .containsExactly(false, true);
  }

  @Test
  void hidesHiddenFlagsFromHelpAndMarksModes() {
    String help = FlagHelp.print(PrometheusFlags.ALL);
    assertThat(help)
        .contains("-h, --[no-]help")
        .contains("--storage.agent.path")
        .contains("Use with agent mode only.")
        .contains("Use with server mode only.")
        .doesNotContain("scrape.adjust-timestamps")
        .doesNotContain("wal-truncate-frequency");
  }

  @Test
  void refusesDuplicateProtobufMessages() {
    String flag = "--web.remote-write-receiver.accepted-protobuf-messages=";
    assertThatThrownBy(
            () -> parse(flag + "prometheus.WriteRequest", flag + "prometheus.WriteRequest"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("duplicate value");
  }
}

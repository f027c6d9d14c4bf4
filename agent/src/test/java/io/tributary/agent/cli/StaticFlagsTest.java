package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.agent.cli.GoFlags.Given;
import io.tributary.dialects.staticmode.StaticOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticFlagsTest {
  private static Given parse(String line) {
    return StaticFlags.ALL.parse(List.of(line.split(" ")));
  }

  private static StaticRunOptions options(String line) {
    return StaticRunOptions.of(parse(line), false);
  }

  @Test
  void readsOneDashAndTwo() {
    StaticRunOptions options =
        options(
            "-config.file=a.yaml --config.expand-env -config.enable-read-api=t"
                + " --metrics.wal-directory /wal -server.http.address :80"
                + " -server.http.read-timeout=1m30s");
    assertThat(options.file()).isEqualTo("a.yaml");
    assertThat(options.reading().expandsEnvironment()).isTrue();
    assertThat(options.showsConfiguration()).isTrue();
    assertThat(options.reading().overrides().walDirectory()).contains("/wal");
    assertThat(options.listenAddress()).isEqualTo("0.0.0.0:80");
    assertThat(options.readTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.reading().listener().port()).isEqualTo(80);
  }

  @Test
  void theDefaultsAreThoseOfTheOriginal() {
    StaticRunOptions options = options("-config.file x");
    assertThat(options.listenAddress()).isEqualTo("127.0.0.1:12345");
    assertThat(options.reading().overrides().walDirectory()).isEmpty();
    assertThat(options.showsConfiguration()).isFalse();
    assertThat(options.flags())
        .containsEntry("metrics.wal-directory", "data-agent/")
        .containsEntry("server.http.write-timeout", "30s")
        .containsEntry("metrics.service.lifecycler.ID", "")
        .hasSizeGreaterThan(100);
  }

  /// Source of the words: Go `flag/flag.go`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-nope                                     | 2 | flag provided but not defined: -nope",
        "-config.fil=x                             | 2 | flag provided but not defined:"
            + " -config.fil, did you mean -config.file?",
        "-config.file                              | 2 | flag needs an argument: -config.file",
        "---config.file=x                          | 2 | bad flag syntax: ---config.file=x",
        "-=x                                       | 2 | bad flag syntax: -=x",
        "-config.expand-env=maybe                  | 2 | invalid boolean value \"maybe\" for"
            + " -config.expand-env: parse error",
        "-server.http.conn-limit=many              | 2 | invalid value \"many\" for flag"
            + " -server.http.conn-limit: parse error",
        "-server.http.read-timeout=1d              | 2 | invalid value \"1d\" for flag"
            + " -server.http.read-timeout: parse error",
        "-config.expand-env                        | 1 | -config.file flag required",
        "-config.file x -config.file.type=dynamic  | 1 | error loading config file x: unknown file"
            + " type \"dynamic\". accepted values: yaml",
        "-config.file x -server.grpc.address=host  | 1 | reading gRPC host:port: address host:"
            + " missing port in address",
        "-config.file x -server.grpc.network=unix  | 1 | -server.grpc.network=unix: tcp is all"
            + " there is",
        "-config.file x -config.url.basic-auth-user=u | 1 | -config.url.basic-auth-user: flag"
            + " \"config.url.basic-auth-user\" requires feature \"remote-configs\", which is not"
            + " supported",
        "-config.file x -enable-features=nope      | 2 | invalid value \"nope\" for flag"
            + " -enable-features: unknown feature \"nope\". possible options: extra-scrape-metrics",
        "-config.file x -enable-features=extra-scrape-metrics,Extra-Scrape-Metrics | 2 | invalid"
            + " value \"extra-scrape-metrics,Extra-Scrape-Metrics\" for flag -enable-features:"
            + " \"extra-scrape-metrics\" already set",
        "-config.file x -enable-features=integrations-next | 1 | -enable-features:"
            + " integrations-next: its form of the section integrations is not supported yet",
        "-config.file x -server.http.address=host  | 1 | reading HTTP host:port: address host:"
            + " missing port in address",
        "-config.file x -server.http.address=h:99999 | 1 | reading HTTP host:port: address h:99999:"
            + " the port must be 0 to 65535",
        "-config.file x -server.log.source-ips.enabled | 1 | -server.log.source-ips.enabled: not"
            + " supported",
      })
  void saysWhatIsWrong(String line, int code, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> options(line.strip()))
        .withMessage(message)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(code));
  }

  @Test
  void whatHasNoEffectIsSaid() {
    assertThat(options("-config.file x -server.grpc.keepalive.time=1s").notes())
        .containsExactly("-server.grpc.keepalive.time has no effect");
  }

  @Test
  void flagsOfTheScrapingServiceArePassedOnAsTheyWereGiven() {
    StaticRunOptions options =
        options(
            "-config.file x -metrics.service.enabled -metrics.service.etcd.endpoints=a:1"
                + " -metrics.service.etcd.endpoints=b:2 -server.grpc.address=:9095"
                + " -server.grpc.keepalive.max-connection-idle=1m");
    assertThat(options.reading().overrides().scrapingService())
        .isEqualTo(
            Map.of("metrics.service.enabled", "true", "metrics.service.etcd.endpoints", "a:1,b:2"));
    assertThat(options.reading().grpc().address()).isEqualTo(":9095");
    assertThat(options.reading().grpc().idleTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options("-config.file x").reading().grpc())
        .isEqualTo(StaticOptions.GrpcListener.DEFAULT);
  }

  @Test
  void whatIsNotSupportedMayBeGivenItsDefault() {
    StaticRunOptions options =
        options(
            "-config.file x -metrics.service.enabled=F -metrics.service.reshard-interval=60s"
                + " -server.log.source-ips.regex= -server.grpc.address=127.0.0.1:12346");
    assertThat(options.notes()).isEmpty();
  }

  @Test
  void helpHasEveryFlag() {
    assertThat(StaticFlags.ALL.help())
        .contains("  -config.file string\n    \tconfiguration file to load\n")
        .contains("(default \"127.0.0.1:12345\")")
        .contains("  -config.expand-env\n");
  }

  @Test
  void readingEndsAtTheFirstArgumentThatIsNoFlag() {
    Given given = parse("-config.file x y -config.expand-env");
    assertThat(given.rest()).containsExactly("y", "-config.expand-env");
    assertThat(given.isOn("config.expand-env")).isFalse();
  }
}

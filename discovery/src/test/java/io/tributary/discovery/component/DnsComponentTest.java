package io.tributary.discovery.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBench;
import io.tributary.discovery.GraphBenchTest;
import io.tributary.discovery.dns.DnsBench;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsComponentTest extends GraphBenchTest {
  private static final String CONFIG =
      """
      discovery.dns "names" {
        names = ["a.example.", "b.example."]
        type  = "a"
        port  = 9100
      }
      test.sink "s" { input = discovery.dns.names.targets }
      """;

  @SuppressWarnings("NullAway.Init") // by start
  private DnsBench dns;

  @Override
  protected GraphBench start() throws IOException {
    dns = new DnsBench();
    return new GraphBench(
        directory,
        List.of(
            TargetsComponent.definition("discovery.dns", DnsComponent.ARGUMENTS, dns::mechanism)));
  }

  @Override
  protected void stop() throws IOException {
    dns.close();
  }

  @Test
  void showsWhatTheNamesStandFor() throws Exception {
    dns.hasAddress("a.example.", "10.0.0.1");
    bench.load(CONFIG);
    bench.awaitTargets("s", "__address__", "10.0.0.1:9100");
    assertThat(bench.targets("s"))
        .containsExactly(
            Labels.of("__address__", "10.0.0.1:9100", "__meta_dns_name", "a.example."));
    bench.awaitHealth("discovery.dns.names", "healthy", "");
  }

  @Test
  void keepsTheTargetsOfANameThatCannotBeResolvedAndSaysSo() throws Exception {
    dns.hasAddress("a.example.", "10.0.0.1");
    dns.hasAddress("b.example.", "10.0.0.2");
    bench.load(CONFIG);
    bench.awaitTargets("s", "__address__", "10.0.0.1:9100", "10.0.0.2:9100");
    dns.fails("a.example.");
    dns.hasAddress("b.example.", "10.0.0.3");
    bench.awaitTargets("s", "__address__", "10.0.0.1:9100", "10.0.0.3:9100");
    bench.awaitHealth("discovery.dns.names", "unhealthy", "could not resolve \"a.example.\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type = "TXT"                         | invalid DNS-SD records type TXT
          type = "MX"                          | a port is required in DNS-SD configs for all record types except SRV
          type = "A", port = 70000             | invalid port 70000
          refresh_interval = "-1s"             | refresh_interval must be greater than 0
          """)
  void saysWhatIsWrongWithItsArguments(String attributes, String expected) throws Exception {
    String body = attributes.replace(", ", "\n");
    assertThat(bench.tryLoad("discovery.dns \"a\" {\nnames = [\"x\"]\n" + body + "\n}"))
        .anySatisfy(message -> assertThat(message).contains(expected));
  }

  @Test
  void wantsNames() throws Exception {
    assertThat(bench.tryLoad("discovery.dns \"a\" { }"))
        .anySatisfy(
            message -> assertThat(message).contains("missing required attribute \"names\""));
  }

  @Test
  void asksTheServersOfTheSystemUnlessATestDoesNot() throws Exception {
    try (var real = new GraphBench(directory.resolve("real"))) {
      real.load("discovery.dns \"none\" { names = [] }\n");
      real.awaitHealth("discovery.dns.none", "healthy", "");
      assertThat(real.component("discovery.dns.none").arguments().toString())
          .contains("SRV", "30s");
    }
  }
}

package io.tributary.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobalUrlTest {
  private static final GlobalUrl GLOBAL =
      new GlobalUrl(URI.create("https://agent.example.org/prefix"), 9090);

  @ParameterizedTest
  @CsvSource({
    "http://localhost:9090/metrics, https://agent.example.org/metrics",
    "http://127.0.0.1:9100/metrics?x=1, http://agent.example.org:9100/metrics?x=1",
    "http://[::1]:9100/metrics, http://agent.example.org:9100/metrics",
    "http://10.0.0.1:9100/metrics, http://10.0.0.1:9100/metrics",
  })
  void replacesAddressesOfThisHost(String scrapeUrl, String expected) {
    assertThat(GLOBAL.of(scrapeUrl)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_host:9090, http://localhost:9090/metrics, http://my_host:9090/metrics",
    "http://my_host:9090, http://localhost:9100/metrics, http://my_host:9100/metrics",
    "http://u:p@[2001:db8::1]:90, http://localhost:9100/metrics, http://[2001:db8::1]:9100/metrics",
    "http://[2001:db8::1], http://localhost:9100/metrics, http://[2001:db8::1]:9100/metrics",
    "/only/a/path, http://localhost:9090/metrics, http://localhost:9090/metrics",
  })
  void takesTheHostOfTheExternalUrlHoweverItIsWritten(
      String external, String scrapeUrl, String expected) {
    assertThat(new GlobalUrl(URI.create(external), 9090).of(scrapeUrl)).isEqualTo(expected);
  }
}

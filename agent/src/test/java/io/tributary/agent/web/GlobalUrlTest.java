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
}

package io.tributary.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {
  @ParameterizedTest
  @CsvSource({
    "http://a:1/x, a, 1,",
    "http://u:p@a/x, a, -1, u:p",
    "http://[::1]:9090/, [::1], 9090,",
    "http://127.0.0.1, 127.0.0.1, -1,",
    "http://node_exporter:9100/metrics, node_exporter, 9100,",
    "http://node_exporter:/metrics, node_exporter, -1,",
    "http://u:p@0a1b2c3d/?a=b, 0a1b2c3d, -1, u:p",
    "http://a.b_c.1:65536, a.b_c.1, 65536,",
    "http://a_b:1234567, , -1,",
    "http:///x, , -1,",
    "/x, , -1,",
  })
  void findsTheHostOfAnyUrl(String url, String host, int port, String user) {
    URI uri = URI.create(url);
    assertThat(Urls.host(uri)).isEqualTo(host);
    assertThat(Urls.port(uri)).isEqualTo(port);
    assertThat(Urls.userInfo(uri)).isEqualTo(user);
  }
}

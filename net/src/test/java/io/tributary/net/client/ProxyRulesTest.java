package io.tributary.net.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
  private static ProxySettings proxy(String url, String noProxy) {
    return new ProxySettings(url, noProxy, false, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "http://a.example/|-|true",
        "http://localhost/|-|true",
        "http://a.example/|example|false",
        "http://aexample/|example|true",
        "http://example/|.example|true",
        "http://a.example/|.example|false",
        "http://a.example/|*.example|false",
        "http://a.example:81/|a.example:80|true",
        "http://a.example/|a.example:80|false",
        "https://a.example/|a.example:443|false",
        "http://10.1.2.3/|10.0.0.0/8|false",
        "http://11.1.2.3/|10.0.0.0/8|true",
        "http://10.1.2.3/|10.1.2.3|false",
        "http://[2001:db8::1]/|2001:db8::/32|false",
        "http://localhost/|x|false",
        "http://127.0.0.9/|x|false",
        "http://[::1]/|x|false",
        "http://b.example/|*|false"
      })
  void decidesAsPrometheusDoes(String url, String noProxy, boolean isProxied) {
    var rules = ProxyRules.of(proxy("http://proxy:3128", noProxy == null ? "" : noProxy));
    assertThat(rules.proxyFor(URI.create(url)).isPresent()).isEqualTo(isProxied);
  }

  @Test
  void readsTheEnvironment() {
    var environment =
        Map.of("HTTP_PROXY", "one:1", "https_proxy", "https://two", "NO_PROXY", "spared");
    var settings = new ProxySettings("", "", true, Map.of());
    var rules = ProxyRules.of(settings, environment::get);
    assertThat(rules.proxyFor(URI.create("http://x/"))).contains(URI.create("http://one:1"));
    assertThat(rules.proxyFor(URI.create("https://x/"))).contains(URI.create("https://two"));
    assertThat(rules.proxyFor(URI.create("http://spared/"))).isEmpty();
  }

  @Test
  void refusesUnknownSchemesWithoutShowingThePassword() {
    assertThatThrownBy(() -> ProxyRules.of(proxy("ftp://u:pw@host", "")))
        .hasMessage("unsupported proxy scheme \"ftp\"");
    assertThat(proxy("http://u:pw@host", "").toString()).doesNotContain("pw");
  }
}

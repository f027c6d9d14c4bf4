package io.tributary.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvertisedAddressTest {
  /// `lo=127.0.0.1 ::1; eth0=10.0.0.1`.
  private static Map<String, List<InetAddress>> interfaces(String text) {
    var all = new LinkedHashMap<String, List<InetAddress>>();
    for (String one : text.split("; ", -1)) {
      String[] parts = one.split("=", 2);
      all.put(
          parts[0],
          Arrays.stream(parts[1].split(" ", -1)).map(AdvertisedAddressTest::address).toList());
    }
    return all;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lo=127.0.0.1; wan0=203.0.113.5; lan0=10.0.0.7           | ''   | false | 10.0.0.7
          lo=127.0.0.1; eth0=203.0.113.5                          | ''   | false | 203.0.113.5
          lo=127.0.0.1; wan0=203.0.113.5; lan0=10.0.0.7           | wan0 | false | 203.0.113.5
          lan0=169.254.1.1 192.168.3.4                            | ''   | false | 192.168.3.4
          a=169.254.1.1; b=10.1.1.1                               | a,b  | false | 10.1.1.1
          a=169.254.1.1                                           | a    | false | 169.254.1.1
          lan0=10.0.0.7 2001:db8::7                               | ''   | false | 10.0.0.7
          lan0=10.0.0.7 2001:db8::7                               | ''   | true  | 2001:db8:0:0:0:0:0:7
          lan0=10.0.0.7 fe80::7                                   | ''   | true  | 10.0.0.7
          a=10.0.0.7; b=2001:db8::7                               | a,b  | true  | 2001:db8:0:0:0:0:0:7
          """)
  void isTheBestOfTheInterfaces(
      String interfaces, String names, boolean usesIpv6, String expected) {
    List<String> chosen = names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    assertThat(AdvertisedAddress.find(interfaces(interfaces), chosen, usesIpv6))
        .isEqualTo(expected);
  }

  @Test
  void saysWhereItLooked() {
    assertThatThrownBy(
            () -> AdvertisedAddress.find(interfaces("lo=127.0.0.1"), List.of("lo", "up0"), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[lo, up0]");
  }
}

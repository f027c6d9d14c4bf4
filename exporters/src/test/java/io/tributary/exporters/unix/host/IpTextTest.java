package io.tributary.exporters.unix.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpTextTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.7,10.0.0.7",
    "::,::",
    "::1,::1",
    "1::,1::",
    "2620:0:0:0:0:0:0:1,2620::1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
    "::ffff:10.0.0.7,10.0.0.7"
  })
  void leavesOutTheLongestRunOfZeros(String address, String text) throws MalformedException {
    assertThat(IpText.of(InetAddress.ofLiteral(address).getAddress())).isEqualTo(text);
  }

  @Test
  void refusesOtherLengths() {
    assertThatThrownBy(() -> IpText.of(new byte[5])).isInstanceOf(MalformedException.class);
  }
}

package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.spi.InetAddressResolverProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SystemNamesTest {
  @Test
  void namesOfHostsAreTheSystemsBeforeAnyLibrarys() {
    var offered = ServiceLoader.load(InetAddressResolverProvider.class).stream();

    assertThat(offered.<Class<?>>map(ServiceLoader.Provider::type))
        .as("the first one is taken; dnsjava offers itself too")
        .hasSizeGreaterThan(1)
        .first()
        .isEqualTo(SystemNames.class);
  }
}

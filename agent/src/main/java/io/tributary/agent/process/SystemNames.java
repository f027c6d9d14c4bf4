package io.tributary.agent.process;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/// Leaves the names of hosts to the system: `/etc/hosts`, `nsswitch.conf`, search domains, as
/// everything else on the machine sees them.
///
/// Without this the DNS library, which is here for service discovery, would resolve every name of
/// the process: it offers itself, and Java takes the first that it finds on the class path.
public final class SystemNames extends InetAddressResolverProvider {
  /// For the service loader.
  public SystemNames() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return configuration.builtinResolver();
  }

  @Override
  public String name() {
    return "system";
  }
}

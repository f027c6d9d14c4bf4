package io.tributary.discovery.dns;

import java.io.IOException;
import java.util.List;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/// Asks the DNS which hosts offer a service.
public final class ServiceNames {
  private ServiceNames() {}

  /// The hosts of the SRV records of a name, without their final dots; empty where there are none.
  public static List<String> hosts(String name) throws IOException {
    return DnsLookup.system(ResolverConfiguration.SYSTEM_FILE).lookup(name, Type.SRV).stream()
        .filter(SRVRecord.class::isInstance)
        .map(found -> ((SRVRecord) found).getTarget().toString(true))
        .filter(host -> !host.isEmpty())
        .toList();
  }
}

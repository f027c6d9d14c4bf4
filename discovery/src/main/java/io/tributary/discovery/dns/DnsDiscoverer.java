package io.tributary.discovery.dns;

import io.tributary.discovery.Discoverer;
import io.tributary.discovery.PollingDiscoverer;
import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/// Asks the DNS for targets: one group for each name, all names at once. A name that cannot be
/// resolved keeps its group; a name that does not exist has an empty one.
///
/// Source: prometheus/prometheus `discovery/dns/dns.go`.
public final class DnsDiscoverer {
  private static final Logger LOG = LoggerFactory.getLogger(DnsDiscoverer.class);

  private final DnsDiscoverySettings settings;
  private final int type;
  private final DnsLookup lookup;
  private final DnsMetrics metrics;

  private DnsDiscoverer(DnsDiscoverySettings settings, DnsLookup lookup, DnsMetrics metrics) {
    this.settings = settings;
    this.lookup = lookup;
    this.metrics = metrics;
    type = Type.value(settings.type().toUpperCase(Locale.ROOT));
  }

  /// A discoverer that asks the servers of the system.
  public static Discoverer create(
      DnsDiscoverySettings settings, PollingDiscoverer.Context context, DnsMetrics metrics) {
    return create(settings, context, metrics, DnsLookup.system(ResolverConfiguration.SYSTEM_FILE));
  }

  static Discoverer create(
      DnsDiscoverySettings settings,
      PollingDiscoverer.Context context,
      DnsMetrics metrics,
      DnsLookup lookup) {
    var discoverer = new DnsDiscoverer(settings, lookup, metrics);
    return new PollingDiscoverer(
        context, settings.refreshInterval(), discoverer::refresh, () -> {});
  }

  private List<TargetGroup> refresh(Consumer<String> problems) throws InterruptedException {
    var groups = new ConcurrentLinkedQueue<TargetGroup>();
    var threads = new ArrayList<Thread>();
    for (String name : settings.names()) {
      String threadName = "discovery-dns-" + name;
      threads.add(Thread.ofVirtual().name(threadName).start(() -> refresh(name, groups, problems)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(groups);
  }

  private void refresh(
      String name, ConcurrentLinkedQueue<TargetGroup> groups, Consumer<String> problems) {
    metrics.lookups.inc();
    try {
      var targets = new ArrayList<Labels>();
      for (Record found : lookup.lookup(name, type)) {
        Labels target = target(name, found);
        if (target != null) {
          targets.add(target);
        }
      }
      groups.add(new TargetGroup(name, targets, Labels.EMPTY));
    } catch (IOException e) {
      metrics.failures.inc();
      problems.accept(String.valueOf(e.getMessage()));
      LOG.atError().addKeyValue("err", e.getMessage()).log("Error refreshing DNS targets");
    }
  }

  /// Null for records that are no targets. Names lose their final dot in the address, and keep it
  /// in the label of their own.
  private @Nullable Labels target(String name, Record found) {
    var labels = new Labels.Builder().set("__meta_dns_name", name);
    String address =
        switch (found) {
          case SRVRecord srv -> {
            labels.set("__meta_dns_srv_record_target", srv.getTarget().toString());
            labels.set("__meta_dns_srv_record_port", String.valueOf(srv.getPort()));
            yield hostPort(srv.getTarget(), srv.getPort());
          }
          case MXRecord mx -> {
            labels.set("__meta_dns_mx_record_target", mx.getTarget().toString());
            yield hostPort(mx.getTarget(), settings.port());
          }
          case NSRecord ns -> {
            labels.set("__meta_dns_ns_record_target", ns.getTarget().toString());
            yield hostPort(ns.getTarget(), settings.port());
          }
          case ARecord a -> text(a.getAddress()) + ":" + settings.port();
          case AAAARecord aaaa -> bracketed(aaaa.getAddress()) + ":" + settings.port();
          case CNAMERecord _ -> "";
          default -> {
            LOG.atWarn().addKeyValue("record", found).log("Invalid record");
            yield "";
          }
        };
    return address.isEmpty() ? null : labels.set("__address__", address).build();
  }

  /// The root, with which a SRV record says that there is no such service, becomes no host at all.
  private static String hostPort(Name host, int port) {
    return (host.equals(Name.root) ? "" : host.toString(true)) + ":" + port;
  }

  private static String bracketed(InetAddress address) {
    return address instanceof Inet6Address ? "[" + text(address) + "]" : text(address);
  }

  /// As Go writes addresses: RFC 5952, the longest run of zeros left out.
  static String text(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int[] words = new int[8];
    for (int i = 0; i < 8; i++) {
      words[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
    }
    int runStart = -1;
    int runLength = 1; // A single zero is written out.
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && words[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        boolean behindRun = runStart >= 0 && i == runStart + runLength;
        text.append(i == 0 || behindRun ? "" : ":").append(Integer.toHexString(words[i]));
      }
    }
    return text.toString();
  }
}

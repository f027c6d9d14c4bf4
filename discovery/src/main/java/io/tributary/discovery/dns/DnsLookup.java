package io.tributary.discovery.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;

/// Asks the system's servers for records of one type: no cache, so a changed address is seen at the
/// next look.
///
/// The names of the search list are tried in order, and for each the servers in order. A server
/// that knows the name, with or without such records, ends the search. If all names do not exist,
/// the answer is empty. If some could not be asked, nobody knows: that is an [IOException].
///
/// Source: prometheus/prometheus `discovery/dns/dns.go`, `lookupWithSearchPath`.
final class DnsLookup {
  private static final Logger LOG = LoggerFactory.getLogger(DnsLookup.class);
  private static final int EDNS_PAYLOAD_BYTES = 4096;

  /// Where to find the servers, read again for each lookup, as the file may change under us.
  @FunctionalInterface
  interface Configuration {
    ResolverConfiguration read() throws IOException;
  }

  private final Configuration configuration;
  private final Duration timeout;

  /// `timeout` bounds one question to one server.
  DnsLookup(Configuration configuration, Duration timeout) {
    this.configuration = configuration;
    this.timeout = timeout;
  }

  static DnsLookup system(Path resolverFile) {
    return new DnsLookup(() -> ResolverConfiguration.read(resolverFile), Duration.ofSeconds(2));
  }

  /// Records of the answer section; may hold others than the type asked for, such as CNAMEs.
  List<Record> lookup(String name, int type) throws IOException {
    ResolverConfiguration servers = configuration.read();
    boolean allAnswered = true;
    for (String candidate : servers.candidates(name)) {
      Message answer = askAny(candidate, type, servers);
      if (answer == null) {
        allAnswered = false;
      } else if (answer.getRcode() == Rcode.NOERROR) {
        return answer.getSection(Section.ANSWER);
      }
    }
    if (allAnswered) {
      return List.of();
    }
    throw new IOException(
        "could not resolve \""
            + name
            + "\": all servers responded with errors to at least one search domain");
  }

  private @org.jspecify.annotations.Nullable Message askAny(
      String name, int type, ResolverConfiguration servers) {
    for (String server : servers.servers()) {
      try {
        Message answer = ask(name, type, server, servers.port());
        if (answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN) {
          return answer;
        }
        log(name, server, "server responded with " + Rcode.string(answer.getRcode()));
      } catch (IOException e) {
        log(name, server, e.toString());
      }
    }
    return null;
  }

  /// Over UDP, and over TCP where the answer does not fit.
  private Message ask(String name, int type, String server, int port) throws IOException {
    var resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getByName(server), port));
    resolver.setEDNS(0, EDNS_PAYLOAD_BYTES, 0, List.of());
    resolver.setTimeout(timeout);
    try {
      return resolver.send(
          Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
    } catch (TextParseException e) {
      throw new IOException("not a domain name: " + name, e);
    }
  }

  private static void log(String name, String server, String problem) {
    LOG.atWarn()
        .addKeyValue("server", server)
        .addKeyValue("name", name)
        .addKeyValue("err", problem)
        .log("DNS resolution failed");
  }
}

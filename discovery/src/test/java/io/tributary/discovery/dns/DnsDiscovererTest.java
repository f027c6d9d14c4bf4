package io.tributary.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.tributary.base.time.ManualClock;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.PollingDiscoverer;
import io.tributary.discovery.RecordingSink;
import io.tributary.discovery.RefreshMetrics;
import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;

class DnsDiscovererTest {
  private static final Duration INTERVAL = DnsDiscoverySettings.DEFAULT_REFRESH_INTERVAL;

  private final ManualClock clock = new ManualClock(0);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RefreshMetrics refreshMetrics = new RefreshMetrics(registry);
  private final DnsMetrics metrics = new DnsMetrics(registry);
  private final RecordingSink sink = new RecordingSink();
  private final FakeDnsServer server;
  private List<String> servers = List.of("127.0.0.1");
  private List<String> search = List.of();
  private @Nullable Discoverer discoverer;

  DnsDiscovererTest() throws IOException {
    server = new FakeDnsServer();
  }

  @AfterEach
  void stop() throws IOException {
    if (discoverer != null) {
      discoverer.close();
    }
    server.close();
  }

  private void start(String type, int port, String... names) {
    var context = new PollingDiscoverer.Context("dns", "job", clock, refreshMetrics);
    var settings = new DnsDiscoverySettings(List.of(names), type, port, INTERVAL);
    var lookup =
        new DnsLookup(
            () -> new ResolverConfiguration(servers, search, 1, server.port()),
            Duration.ofMillis(500));
    Discoverer started = DnsDiscoverer.create(settings, context, metrics, lookup);
    discoverer = started;
    started.start(sink);
  }

  @Test
  void findsServicesWithTheirPorts() throws Exception {
    server.knows("_http._tcp.example.", srv("_http._tcp.example.", "a.example.", 9100));
    start("SRV", 0, "_http._tcp.example");

    sink.awaitAddresses("a.example:9100");
    assertThat(sink.groups())
        .containsExactly(
            new TargetGroup(
                "_http._tcp.example",
                List.of(
                    Labels.of(
                        "__address__", "a.example:9100",
                        "__meta_dns_name", "_http._tcp.example",
                        "__meta_dns_srv_record_target", "a.example.",
                        "__meta_dns_srv_record_port", "9100")),
                Labels.EMPTY));
  }

  @Test
  void namesNoHostForAServiceThatIsNotThere() throws Exception {
    server.knows("_http._tcp.example.", srv("_http._tcp.example.", ".", 0));
    start("SRV", 0, "_http._tcp.example");

    sink.awaitAddresses(":0");
    assertThat(sink.groups().getFirst().targets().getFirst().get("__meta_dns_srv_record_target"))
        .isEqualTo(".");
  }

  @Test
  void findsAddressesAndPassesOverAliases() throws Exception {
    server.knows(
        "web.example.",
        new CNAMERecord(name("web.example."), DClass.IN, 0, name("real.example.")),
        a("real.example.", "192.0.2.7"),
        new TXTRecord(name("real.example."), DClass.IN, 0, "noise"));
    start("a", 80, "web.example");

    sink.awaitAddresses("192.0.2.7:80");
    assertThat(sink.groups().getFirst().targets())
        .containsExactly(
            Labels.of("__address__", "192.0.2.7:80", "__meta_dns_name", "web.example"));
  }

  @Test
  void writesLongAddressesInBrackets() throws Exception {
    server.knows(
        "web.example.",
        new AAAARecord(
            name("web.example."), DClass.IN, 0, InetAddress.getByName("2001:db8:0:0:1:0:0:1")));
    start("AAAA", 80, "web.example");

    sink.awaitAddresses("[2001:db8::1:0:0:1]:80");
  }

  @Test
  void findsMailAndNameServers() throws Exception {
    server.knows(
        "mx.example.", new MXRecord(name("mx.example."), DClass.IN, 0, 10, name("mail.example.")));
    server.knows(
        "ns.example.", new NSRecord(name("ns.example."), DClass.IN, 0, name("n.example.")));
    start("MX", 25, "mx.example");
    sink.awaitAddresses("mail.example:25");
    assertThat(sink.groups().getFirst().targets().getFirst().get("__meta_dns_mx_record_target"))
        .isEqualTo("mail.example.");
    java.util.Objects.requireNonNull(discoverer).close();

    start("NS", 53, "ns.example");
    sink.awaitAddresses("mail.example:25", "n.example:53");
    assertThat(sink.groups().getLast().targets().getFirst().get("__meta_dns_ns_record_target"))
        .isEqualTo("n.example.");
  }

  @Test
  void seesAChangedAddressAtTheNextLook() throws Exception {
    server.knows("web.example.", a("web.example.", "192.0.2.1"));
    start("A", 80, "web.example");
    sink.awaitAddresses("192.0.2.1:80");

    server.knows("web.example.", a("web.example.", "192.0.2.2"), a("web.example.", "192.0.2.3"));
    clock.advance(INTERVAL);

    sink.awaitAddresses("192.0.2.2:80", "192.0.2.3:80");
  }

  @Test
  void emptiesANameThatIsGoneAndKeepsOneThatCannotBeAsked() throws Exception {
    server.knows("one.example.", a("one.example.", "192.0.2.1"));
    server.knows("two.example.", a("two.example.", "192.0.2.2"));
    start("A", 80, "one.example", "two.example");
    sink.awaitAddresses("192.0.2.1:80", "192.0.2.2:80");

    server.forget("one.example.");
    server.answers("two.example.", Rcode.SERVFAIL);
    clock.advance(INTERVAL);

    sink.awaitAddresses("192.0.2.2:80");
    assertThat(counter("prometheus_sd_dns_lookups")).isEqualTo(4);
    assertThat(counter("prometheus_sd_dns_lookup_failures")).isEqualTo(1);
  }

  @Test
  void keepsTheTargetsWhenTheServerIsSilent() throws Exception {
    server.knows("web.example.", a("web.example.", "192.0.2.1"));
    start("A", 80, "web.example");
    sink.awaitAddresses("192.0.2.1:80");

    server.fallsSilent();
    clock.advance(INTERVAL);

    sink.awaitPublished(2);
    assertThat(sink.addresses()).containsExactly("192.0.2.1:80");
    assertThat(counter("prometheus_sd_dns_lookup_failures")).isEqualTo(1);
  }

  @Test
  void asksTheNextServerWhenOneDoesNotHelp() throws Exception {
    servers = List.of("127.0.0.2", "127.0.0.1"); // Nobody listens on the first.
    server.knows("web.example.", a("web.example.", "192.0.2.1"));
    start("A", 80, "web.example");

    sink.awaitAddresses("192.0.2.1:80");
  }

  @Test
  void takesLongAnswersOverTcp() throws Exception {
    Record[] records =
        IntStream.range(0, 1_000)
            .mapToObj(i -> a("web.example.", "10.0." + i / 256 + "." + i % 256))
            .toArray(Record[]::new);
    server.knows("web.example.", records);
    start("A", 80, "web.example");

    sink.awaitPublished(1);
    assertThat(sink.addresses()).hasSize(1_000);
    assertThat(server.questions).containsExactly("udp web.example.", "tcp web.example.");
  }

  @Test
  void takesAnswersUpToFourKilobytesOverUdp() throws Exception {
    Record[] records =
        IntStream.range(0, 200)
            .mapToObj(i -> a("web.example.", "10.0.0." + i))
            .toArray(Record[]::new);
    server.knows("web.example.", records);
    start("A", 80, "web.example");

    sink.awaitPublished(1);
    assertThat(sink.addresses()).hasSize(200);
    assertThat(server.questions).containsExactly("udp web.example.");
  }

  @Test
  void triesTheSearchList() throws Exception {
    search = List.of("first.example", "second.example.");
    server.knows("web.second.example.", a("web.second.example.", "192.0.2.1"));
    start("A", 80, "web");

    sink.awaitAddresses("192.0.2.1:80");
    assertThat(server.questions)
        .containsExactly("udp web.first.example.", "udp web.second.example.");
  }

  @Test
  void doesNotTakeANameForGoneWhileOneCandidateCannotBeAsked() throws Exception {
    search = List.of("broken.example");
    server.knows("web.", a("web.", "192.0.2.1"));
    server.answers("web.broken.example.", Rcode.SERVFAIL);
    start("A", 80, "web");
    sink.awaitAddresses("192.0.2.1:80");

    server.forget("web.");
    clock.advance(INTERVAL);

    sink.awaitPublished(2);
    assertThat(sink.addresses()).containsExactly("192.0.2.1:80");
  }

  @ParameterizedTest
  @CsvSource({
    "::,::",
    "::1,::1",
    "2001:db8:0:0:0:0:0:1,2001:db8::1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
    "1:2:3:4:5:6:0:0,1:2:3:4:5:6::",
    "fe80:0:0:0:204:61ff:fe9d:f156,fe80::204:61ff:fe9d:f156",
    "192.0.2.1,192.0.2.1"
  })
  void writesAddressesAsGoDoes(String address, String text) throws Exception {
    assertThat(DnsDiscoverer.text(InetAddress.getByName(address))).isEqualTo(text);
  }

  @Test
  void readsWhatTheSystemKnowsOfServers() {
    ResolverConfiguration read =
        ResolverConfiguration.parse(
            """
            # comment
            ; comment
            domain old.example
            search one.example two.example
            nameserver 192.0.2.53
              nameserver 2001:db8::53
            options ndots:5 timeout:1 rotate
            nameserver
            """);

    assertThat(read)
        .isEqualTo(
            new ResolverConfiguration(
                List.of("192.0.2.53", "2001:db8::53"),
                List.of("one.example", "two.example"),
                5,
                53));
  }

  @ParameterizedTest
  @CsvSource({
    "web,1,web.s.example. web.",
    "web.x,1,web.x. web.x.s.example.",
    "web.x,2,web.x.s.example. web.x.",
    "web.,1,web.",
    "a.b.c,2,a.b.c. a.b.c.s.example."
  })
  void ordersCandidatesByDots(String name, int ndots, String candidates) {
    var configuration = new ResolverConfiguration(List.of(), List.of("s.example"), ndots, 53);

    assertThat(configuration.candidates(name)).containsExactly(candidates.split(" "));
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static Record a(String owner, String address) {
    try {
      return new ARecord(name(owner), DClass.IN, 0, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Record srv(String owner, String target, int port) {
    return new SRVRecord(name(owner), DClass.IN, 0, 0, 0, port, name(target));
  }

  private double counter(String name) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .map(CounterSnapshot.class::cast)
        .findFirst()
        .orElseThrow()
        .getDataPoints()
        .getFirst()
        .getValue();
  }
}

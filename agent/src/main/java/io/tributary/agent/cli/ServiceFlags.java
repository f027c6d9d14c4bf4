package io.tributary.agent.cli;

import static io.tributary.agent.cli.GoFlags.Fate.NO_EFFECT;
import static io.tributary.agent.cli.GoFlags.Fate.WORKS;

import io.tributary.agent.cli.GoFlags.Fate;
import java.util.ArrayList;
import java.util.List;

/// The flags of the scraping service, as tables: name, kind, default and help of each.
///
/// Source: grafana/agent `static/metrics/cluster/config.go`; grafana/dskit `ring/lifecycler.go`,
/// `ring/ring.go`, `kv`, `grpcclient/grpcclient.go`, `crypto/tls/tls.go`.
final class ServiceFlags {
  private ServiceFlags() {}

  /// Flags whose names begin with a prefix.
  record Table(String prefix, String lines, Fate fate) {}

  static List<Table> tables() {
    var tables = new ArrayList<Table>();
    String service = "metrics.service.";
    tables.add(new Table(service, SERVICE, WORKS));
    tables.add(new Table(service, INERT_SERVICE, NO_EFFECT));
    store(tables, service, "collectors/");
    store(tables, service + "config-store.", "configurations/");
    for (String prefix : List.of(service, "metrics.service-client.")) {
      tables.add(new Table(prefix, CLIENT, WORKS));
      tables.add(new Table(prefix, INERT_CLIENT, NO_EFFECT));
      tables.add(new Table(prefix, TLS, WORKS));
    }
    return tables;
  }

  private static void store(List<Table> tables, String prefix, String keys) {
    String line =
        "prefix TEXT " + keys + " | what keys in the store begin with; it must end with a /";
    tables.add(new Table(prefix, line, WORKS));
    tables.add(new Table(prefix, STORE, WORKS));
    tables.add(new Table(prefix + "etcd.", TLS, WORKS));
  }

  private static final String SERVICE =
      """
      enabled SWITCH false | run configurations from a store, shared with other agents
      reshard-interval DURATION 1m0s | how often to look at all configurations
      reshard-timeout DURATION 30s | most time for such a look; 0s: no limit
      cluster-reshard-event-timeout DURATION 30s | most time for telling other agents of a change; 0s: no limit
      num-tokens WHOLE 128 | how many places on the ring this agent takes
      heartbeat-period DURATION 5s | how often this agent shows that it is alive; 0s: never
      join-after DURATION 0s | how long to wait before taking places on the ring
      observe-period DURATION 0s | how long to watch that nobody else took the same places; 0s: not at all
      final-sleep DURATION 0s | how long to stay in the ring after others were told that this agent leaves
      tokens-file-path TEXT | file that keeps this agent's places from one run to the next
      lifecycler.interface LIST | interface whose address others reach this agent by; may be repeated
      lifecycler.addr TEXT | address that others reach this agent by, instead of that of an interface
      lifecycler.port WHOLE 0 | port that others reach this agent by; 0: that of the gRPC server
      lifecycler.ID TEXT | what this agent is called in the ring; the name of the host by default
      availability-zone TEXT | zone of this agent
      unregister-on-shutdown SWITCH true | leave the ring at shutdown
      enable-inet6 SWITCH false | take IPv6 addresses of interfaces, too
      ring.heartbeat-timeout DURATION 1m0s | how long an agent may be silent before it counts as dead; 0s: for ever
      ring.take-over-from-dead SWITCH true | let the next agent on the ring run what a dead one would; give false on all agents while agents of the original are in the ring: they leave that to nobody
      distributor.replication-factor WHOLE 3 | how many agents run a configuration; 1 is all there is, and what counts where the flag is not given
      distributor.excluded-zones WORDS | zones, separated by commas, whose agents do not count
      """;

  private static final String INERT_SERVICE =
      """
      heartbeat-timeout DURATION 1m0s | nothing, as in the original; see ring.heartbeat-timeout
      min-ready-duration DURATION 15s | nothing, as in the original
      readiness-check-ring-health SWITCH true | nothing, as in the original
      distributor.zone-awareness-enabled SWITCH false | nothing where one agent runs a configuration
      """;

  /// Without the prefix of its keys.
  private static final String STORE =
      """
      store TEXT consul | which store: consul, etcd, inmemory or multi
      consul.hostname TEXT localhost:8500 | host:port of Consul
      consul.acl-token WORDS | token for Consul
      consul.client-timeout DURATION 20s | most time for a request to Consul
      consul.consistent-reads SWITCH false | have Consul's leader confirm what is read
      consul.watch-rate-limit NUMBER 1 | how often a second a watch asks Consul at most; 0: no limit
      consul.watch-burst-size WHOLE 1 | how many times it may ask before that counts
      consul.cas-retry-delay DURATION 1s | most time between attempts to change a value
      etcd.endpoints LIST | host:port of etcd; may be repeated
      etcd.dial-timeout DURATION 10s | most time for a connection to etcd
      etcd.max-retries WHOLE 10 | attempts to change a value
      etcd.tls-enabled SWITCH false | connect to etcd over TLS
      etcd.username TEXT | user for etcd
      etcd.password WORDS | password for etcd
      multi.primary TEXT | of two stores, the one that is used
      multi.secondary TEXT | the one that gets the same with multi.mirror-enabled
      multi.mirror-enabled SWITCH false | write to the second store, too
      multi.mirror-timeout DURATION 2s | most time for that
      """;

  private static final String CLIENT =
      """
      grpc-compression TEXT | not supported: the messages to other agents are empty
      grpc-client-rate-limit NUMBER 0 | not supported
      grpc-client-rate-limit-burst WHOLE 0 | not supported
      backoff-on-ratelimits SWITCH false | not supported
      backoff-min-period DURATION 100ms | least time before another attempt to tell another agent
      backoff-max-period DURATION 10s | most time before another attempt
      backoff-retries WHOLE 10 | attempts; 0: no limit
      tls-enabled SWITCH false | tell other agents over TLS
      connect-timeout DURATION 5s | most time for a connection to another agent
      """;

  private static final String INERT_CLIENT =
      """
      grpc-max-recv-msg-size WHOLE 104857600 | largest answer of another agent; answers are empty
      grpc-max-send-msg-size WHOLE 104857600 | largest message to another agent; messages are empty
      initial-stream-window-size WORDS 63KiB1023B | window of a call
      initial-connection-window-size WORDS 63KiB1023B | window of a connection
      connect-backoff-base-delay DURATION 1s | pause before another connection; see backoff-min-period
      connect-backoff-max-delay DURATION 5s | most such pause; see backoff-max-period
      """;

  private static final String TLS =
      """
      tls-cert-path TEXT | file with the certificate that the other side is shown
      tls-key-path TEXT | file with its key
      tls-ca-path TEXT | file with the authorities of the other side's certificate
      tls-server-name TEXT | name that the other side's certificate must have
      tls-insecure-skip-verify SWITCH false | take any certificate
      tls-cipher-suites TEXT | not supported: those of the Java runtime are used
      tls-min-version TEXT | least version: VersionTLS10, VersionTLS11, VersionTLS12 or VersionTLS13
      """;
}

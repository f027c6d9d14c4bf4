package io.tributary.metrics.remotewrite;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.metrics.ledger.LedgerMetrics;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.metrics.wal.CursorStore;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalPosition;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layouts;
import io.tributary.model.relabel.LayoutMapper;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.Urls;
import io.tributary.wire.remotewrite.TemplateCache;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All remote-write destinations of one log.
///
/// [#apply] says what they are; destinations that did not change are not touched, changed ones go
/// on where their acknowledgements ended. A destination is known by its name. Thread-safe.
public final class RemoteWriteSenders implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// How long a destination that is replaced or removed may take to finish its request.
  private static final Duration REPLACE_DEADLINE = Duration.ofSeconds(5);

  private final Wal wal;
  private final Layouts layouts;
  private final HttpClients clients;
  private final Clock clock;
  private final SenderOptions options;
  private final SenderMetrics metrics;
  private final LedgerMetrics ledgers;
  private final TemplateCache rw1;
  private final TemplateCache rw2;
  private final Random random = new Random();

  private record Running(
      RemoteWriteSettings settings,
      Labels externalLabels,
      Destination destination,
      DestinationLedger ledger,
      SenderMetrics.PerDestination metrics) {}

  private final Map<String, Running> running = new LinkedHashMap<>(); // guarded by this
  private boolean stopped;

  public RemoteWriteSenders(
      Wal wal,
      Layouts layouts,
      HttpClients clients,
      Clock clock,
      SenderOptions options,
      PrometheusRegistry registry) {
    this.wal = wal;
    this.layouts = layouts;
    this.clients = clients;
    this.clock = clock;
    this.options = options;
    this.metrics = new SenderMetrics(registry);
    this.ledgers = new LedgerMetrics(registry);
    this.rw1 = TemplateCache.forRw1(options.templateBytes());
    this.rw2 = TemplateCache.forRw2(options.templateBytes());
  }

  /// Makes the running destinations those of `wanted`. Throws, and changes nothing, where one of
  /// them cannot work or two have the same name.
  ///
  /// A destination that is not wanted any more finishes its request and is forgotten, with its
  /// place in the log.
  public synchronized void apply(
      List<RemoteWriteSettings> wanted, Labels externalLabels, ConsumerBudget budget) {
    if (stopped) {
      throw new IllegalStateException("BUG: senders are stopped");
    }
    Map<String, Transport.Factory> transports = open(wanted);
    Set<String> names = transports.keySet();
    for (String name : List.copyOf(running.keySet())) {
      if (!names.contains(name)) {
        forget(name);
      }
    }
    // Places that earlier runs left behind hold back the log for nobody.
    wal.retainConsumers(names);
    for (RemoteWriteSettings settings : wanted) {
      Running present = running.get(settings.name());
      if (present != null
          && present.settings.equals(settings)
          && present.externalLabels.equals(externalLabels)) {
        // Files with secrets may have changed without the settings saying so.
        present.destination.knock();
        continue;
      }
      if (present != null) {
        end(present);
      }
      start(
          settings,
          externalLabels,
          budget,
          Objects.requireNonNull(transports.get(settings.name())));
    }
  }

  private Map<String, Transport.Factory> open(List<RemoteWriteSettings> wanted) {
    var factories = new LinkedHashMap<String, Transport.Factory>();
    for (RemoteWriteSettings settings : wanted) {
      try {
        URI.create(settings.url());
        if (factories.put(settings.name(), Transports.of(settings, clients, options.userAgent()))
            != null) {
          throw new ConfigException(
              "duplicate remote write configs are not allowed, found duplicate for name \"%s\""
                  .formatted(settings.name()));
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new ConfigException(
            "cannot set up remote_write \"%s\": %s".formatted(settings.name(), e.getMessage()));
      }
    }
    return factories;
  }

  private void start(
      RemoteWriteSettings settings,
      Labels externalLabels,
      ConsumerBudget budget,
      Transport.Factory transports) {
    String name = settings.name();
    String url = Urls.redact(settings.url());
    Running before = running.get(name);
    var ledger = new DestinationLedger();
    var counts = metrics.of(name, url, name);
    CursorStore store = wal.cursor(name);
    var loaded = store.load();
    // A destination that was never seen gets what the log still holds.
    WalPosition start = loaded.map(CursorStore.Cursor::position).orElseGet(wal::oldest);
    Delivered earlier =
        loaded.map(cursor -> Delivered.decode(cursor.extra())).orElse(Delivered.NOTHING);
    wal.registerConsumer(
        name,
        budget,
        start,
        (reason, samples) -> {
          ledger.drop(reason.label(), samples);
          counts.dropSamples("unintentionally_dropped_series", samples);
        });
    var pauses = new Pauses(clock);
    var gate = new DestinationGate(settings, options, clock, pauses, random, ledger, counts);
    var requests = new Requests(settings, options.userAgent(), rw1, rw2);
    var rules = RelabelRules.of(settings.writeRelabelRules());
    var mapper = new LayoutMapper(layouts, externalLabels, rules, LayoutMapper.DEFAULT_MAX_BYTES);
    var destination =
        new Destination(
            new Destination.Parts(
                settings,
                options,
                wal,
                wal.openReader(name, start),
                new CursorKeeper(name, wal, store, clock, start),
                new ColumnMapping(mapper),
                externalLabels.hashCode() * 31 + settings.writeRelabelRules().toString().hashCode(),
                gate,
                ledger,
                counts,
                requests,
                transports,
                new MetadataSender(settings, gate, requests, counts, clock),
                clock,
                pauses),
            start,
            earlier);
    running.put(name, new Running(settings, externalLabels, destination, ledger, counts));
    ledgers.add(name, url, ledger);
    if (before != null && !Urls.redact(before.settings.url()).equals(url)) {
      before.metrics.remove();
    }
    destination.start();
    log.info("remote_write \"{}\" sends to {}", name, url);
  }

  private static void end(Running present) {
    present.destination.drain();
    try {
      present.destination.awaitEnd(Clock.system().nanos() + REPLACE_DEADLINE.toNanos());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget(String name) {
    Running present = Objects.requireNonNull(running.remove(name));
    end(present);
    wal.unregister(name);
    ledgers.remove(name);
    present.metrics.remove();
    try (CursorStore store = wal.cursor(name)) {
      store.delete();
    } catch (IOException e) {
      log.warn("cannot delete the place of remote_write \"{}\": {}", name, e.getMessage());
    }
  }

  /// What the destinations are doing, in the order in which they were started.
  public synchronized List<DestinationStatus> status() {
    var all = new ArrayList<DestinationStatus>();
    running.values().forEach(one -> all.add(one.destination.status()));
    return all;
  }

  /// The ledger of a destination.
  public synchronized DestinationLedger ledger(String name) {
    Running present = running.get(name);
    if (present == null) {
      throw new IllegalArgumentException("no destination \"" + name + "\"");
    }
    return present.ledger;
  }

  /// Delivers what the log holds, for no longer than `flushDeadline`, and ends; the rest stays in
  /// the log. A destination that does not answer, or refuses, is not tried again.
  public synchronized void stop(Duration flushDeadline) throws InterruptedException {
    stopped = true;
    long deadline = Clock.system().nanos() + flushDeadline.toNanos();
    var all = new HashSet<>(running.values());
    all.forEach(one -> one.destination.drain());
    for (Running one : all) {
      one.destination.awaitEnd(deadline);
    }
  }

  /// Ends without flushing.
  @Override
  public void close() {
    try {
      stop(Duration.ZERO);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

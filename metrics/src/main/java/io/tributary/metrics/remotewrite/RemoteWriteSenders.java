package io.tributary.metrics.remotewrite;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretUrls;
import io.tributary.base.time.Clock;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.metrics.ledger.LedgerMetrics;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.metrics.wal.CursorStore;
import io.tributary.metrics.wal.LossListener;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalPosition;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.relabel.LayoutMapper;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.net.client.HttpClients;
import io.tributary.wire.remotewrite.TemplateCache;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All remote-write destinations of one log.
///
/// [#apply] says what they are; destinations that did not change are not touched, those whose
/// secrets or client settings changed go on over another connection, and all others go on where
/// their acknowledgements ended. A destination is known by its name; one that nobody named, and
/// that is called otherwise because its settings changed, is known by its URL. Thread-safe.
public final class RemoteWriteSenders implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// How long a destination that is replaced or removed may take to finish.
  private static final Duration REPLACE_DEADLINE = Duration.ofSeconds(5);

  private final Wal wal;
  private final Layouts layouts;
  private final HttpClients clients;
  private final Clock clock;
  private final SenderOptions options;
  private final SenderMetrics metrics;
  private final LedgerMetrics ledgers;
  private final TemplateCache<SeriesBlock> rw1;
  private final TemplateCache<Layout> rw2;
  private final Random random = new Random();

  /// A destination that can work: everything about it that may be refused was looked at.
  private record Plan(
      RemoteWriteSettings settings,
      Labels externalLabels,
      RelabelRules rules,
      Link link,
      ConsumerBudget budget) {
    String name() {
      return settings.name();
    }

    /// The same for entries that send to the same place, whatever else they say.
    long origin() {
      String url = SecretUrls.shown(settings.url());
      return ((long) url.hashCode() << 32) | (url.length() * 31L + 1);
    }

    /// What turns rows of the log into rows that are sent.
    int mappingHash() {
      return externalLabels.hashCode() * 31 + settings.writeRelabelRules().toString().hashCode();
    }

    boolean isSameQueue(Plan other) {
      return settings.isSameQueue(other.settings) && externalLabels.equals(other.externalLabels);
    }
  }

  private record Running(
      Plan plan,
      Destination destination,
      DestinationLedger ledger,
      LossListener losses,
      SenderMetrics.PerDestination metrics) {}

  /// In the order in which they were started. Replaced as a whole, under the lock of this.
  private volatile Map<String, Running> running = Map.of();

  private boolean stopped; // guarded by this

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
  /// A destination that is not wanted any more may deliver what it has for a few seconds and is
  /// forgotten, with its place in the log.
  public synchronized void apply(
      List<RemoteWriteSettings> wanted, Labels externalLabels, ConsumerBudget budget) {
    if (stopped) {
      throw new IllegalStateException("BUG: senders are stopped");
    }
    Map<String, Plan> plans = plan(wanted, externalLabels, budget);
    Map<String, String> heirs = heirs(plans);
    var next = new LinkedHashMap<>(running);
    var undo = new ArrayDeque<Runnable>();
    try {
      endReplaced(plans, heirs, next, undo);
      for (Plan plan : plans.values()) {
        if (!next.containsKey(plan.name())) {
          next.put(plan.name(), begin(plan, heirs.get(plan.name()), undo));
        }
      }
    } catch (RuntimeException e) {
      undoAll(undo);
      throw new ConfigException("cannot set up remote_write: " + e.getMessage());
    }
    // From here on nothing can fail.
    for (Running one : running.values()) {
      if (!plans.containsKey(one.plan.name())) {
        next.remove(one.plan.name());
        forget(one);
      }
    }
    // Places that earlier runs left behind hold back the log for nobody.
    wal.retainConsumers(plans.keySet());
    for (Plan plan : plans.values()) {
      next.computeIfPresent(plan.name(), (_, present) -> updated(present, plan));
    }
    running = next;
  }

  /// Throws where [#apply] would refuse these destinations for what they say; changes nothing, and
  /// does not wait for an [#apply] that is under way.
  public void check(List<RemoteWriteSettings> wanted) {
    plan(wanted, Labels.EMPTY, ConsumerBudget.UNLIMITED);
  }

  private Map<String, Plan> plan(
      List<RemoteWriteSettings> wanted, Labels externalLabels, ConsumerBudget budget) {
    var plans = new LinkedHashMap<String, Plan>();
    for (RemoteWriteSettings settings : wanted) {
      try {
        var plan =
            new Plan(
                settings,
                externalLabels,
                RelabelRules.of(settings.writeRelabelRules()),
                Link.open(settings, clients, options.userAgent()),
                budget);
        // A name that no cursor can have is refused by this.
        wal.cursor(settings.name());
        if (plans.put(settings.name(), plan) != null) {
          throw new ConfigException(
              "duplicate remote write configs are not allowed, found duplicate for name \"%s\""
                  .formatted(settings.name()));
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new ConfigException(
            "cannot set up remote_write \"%s\": %s".formatted(settings.name(), e.getMessage()));
      }
    }
    return plans;
  }

  /// For entries that are new only because a change of their settings gave them another name: the
  /// name that they had. Both names are generated, the URL is the same, and nobody else comes into
  /// question.
  private Map<String, String> heirs(Map<String, Plan> plans) {
    var heirs = new LinkedHashMap<String, String>();
    for (Plan plan : plans.values()) {
      if (running.containsKey(plan.name())
          || !plan.settings.hasGeneratedName()
          || wal.cursor(plan.name()).load().isPresent()) {
        continue;
      }
      long rivals = plans.values().stream().filter(p -> p.origin() == plan.origin()).count();
      List<String> candidates = predecessors(plan, plans.keySet());
      if (rivals == 1 && candidates.size() == 1) {
        heirs.put(plan.name(), candidates.getFirst());
      }
    }
    return heirs;
  }

  private List<String> predecessors(Plan plan, Set<String> wanted) {
    var found = new ArrayList<String>();
    for (Running one : running.values()) {
      if (!wanted.contains(one.plan.name())
          && one.plan.settings.hasGeneratedName()
          && one.plan.origin() == plan.origin()) {
        found.add(one.plan.name());
      }
    }
    for (String name : wal.dormantConsumers()) {
      boolean isOurs =
          !wanted.contains(name)
              && wal.cursor(name)
                  .load()
                  .map(cursor -> Delivered.decode(cursor.extra()).origin() == plan.origin())
                  .orElse(false);
      if (isOurs) {
        found.add(name);
      }
    }
    return found;
  }

  /// Ends those that are to be replaced; those that are only to go keep running until nothing can
  /// fail any more.
  private void endReplaced(
      Map<String, Plan> plans,
      Map<String, String> heirs,
      Map<String, Running> next,
      ArrayDeque<Runnable> undo) {
    var ending = new ArrayList<Running>();
    for (Running one : running.values()) {
      Plan plan = plans.get(one.plan.name());
      boolean isReplaced = plan != null && !plan.isSameQueue(one.plan);
      if (isReplaced || heirs.containsValue(one.plan.name())) {
        ending.add(one);
        next.remove(one.plan.name());
      }
    }
    ending.forEach(one -> one.destination.halt());
    for (Running one : ending) {
      awaitEnd(one, Clock.system().nanos() + REPLACE_DEADLINE.toNanos());
      undo.push(() -> restart(one));
    }
  }

  private void restart(Running before) {
    var again = new LinkedHashMap<>(running);
    again.put(before.plan.name(), start(before.plan));
    running = again;
  }

  private Running begin(Plan plan, @Nullable String predecessor, ArrayDeque<Runnable> undo) {
    Running before = running.get(plan.name());
    undo.push(() -> takeBack(plan, before));
    if (predecessor != null) {
      inherit(plan.name(), predecessor);
    }
    Running begun = start(plan);
    undo.push(() -> {
      begun.destination.halt();
      awaitEnd(begun, Clock.system().nanos());
    });
    return begun;
  }

  /// Removes what there is by now of a destination that is not to be, however far its start went.
  /// One that replaced another keeps what the other one goes on with.
  private void takeBack(Plan plan, @Nullable Running before) {
    String name = plan.name();
    String url = SecretUrls.shown(plan.settings.url());
    if (before == null || !SecretUrls.shown(before.plan.settings.url()).equals(url)) {
      metrics.of(name, url).remove();
    }
    if (before == null) {
      wal.unregister(name);
      ledgers.remove(name);
      deleteCursor(name);
    }
  }

  private static void undoAll(ArrayDeque<Runnable> undo) {
    for (Runnable step : undo) {
      try {
        step.run();
      } catch (RuntimeException e) {
        log.error("BUG: cannot go back to the destinations before", e);
      }
    }
  }

  private void inherit(String name, String predecessor) {
    Optional<CursorStore.Cursor> place = wal.cursor(predecessor).load();
    if (place.isEmpty()) {
      return;
    }
    try {
      wal.cursor(name).store(place.get().position(), place.get().extra());
      log.info(
          "remote_write \"{}\" is called \"{}\" now and goes on where it was", predecessor, name);
    } catch (IOException e) {
      log.warn("cannot store the place of remote_write \"{}\": {}", name, e.getMessage());
    }
  }

  private Running start(Plan plan) {
    RemoteWriteSettings settings = plan.settings;
    String name = plan.name();
    String url = SecretUrls.shown(settings.url());
    Running before = running.get(name);
    var ledger = new DestinationLedger();
    var counts = metrics.of(name, url);
    CursorStore store = wal.cursor(name);
    Optional<CursorStore.Cursor> loaded = store.load();
    // A destination that was never seen gets what the log still holds.
    WalPosition stored = loaded.map(CursorStore.Cursor::position).orElseGet(wal::oldest);
    // A power cut may have taken the end of the log and left the cursor.
    WalPosition start = stored.compareTo(wal.end()) > 0 ? wal.end() : stored;
    Delivered earlier =
        loaded
            .map(cursor -> Delivered.decode(cursor.extra()))
            .orElse(Delivered.NOTHING)
            .upTo(wal.end().sequence())
            .under(plan.mappingHash());
    LossListener losses =
        (reason, samples) -> {
          ledger.drop(reason.label(), samples);
          counts.dropSamples("unintentionally_dropped_series", samples);
        };
    wal.registerConsumer(name, plan.budget, start, losses);
    QueueSettings queue = settings.queue();
    var lanes =
        new Lanes(queue.maxSamplesPerSend(), queue.capacity(), options.readAheadBytes(), start);
    var cursor =
        new CursorKeeper(
            name,
            store,
            clock,
            lanes,
            loaded.isPresent(),
            earlier,
            plan.mappingHash(),
            plan.origin());
    if (loaded.isEmpty()) {
      cursor.save();
    }
    var pauses = new Pauses(clock);
    var gate = new DestinationGate(settings, plan.link, clock, pauses, random, counts);
    var settlement = new Settlement(settings, clock, ledger, counts);
    var requests = new Requests(settings, rw1, rw2);
    var mapper =
        new LayoutMapper(layouts, plan.externalLabels, plan.rules, LayoutMapper.DEFAULT_MAX_BYTES);
    var destination =
        new Destination(
            new Destination.Parts(
                settings,
                options,
                wal,
                wal.openReader(name, start),
                lanes,
                cursor,
                new ColumnMapping(mapper),
                gate,
                settlement,
                ledger,
                counts,
                requests,
                new MetadataSender(
                    settings.metadata(), gate, settlement, requests, counts, clock, pauses),
                clock,
                pauses));
    ledgers.add(name, url, ledger);
    if (before != null && !SecretUrls.shown(before.plan.settings.url()).equals(url)) {
      before.metrics.remove();
    }
    destination.start();
    log.info("remote_write \"{}\" sends to {}", name, url);
    return new Running(plan, destination, ledger, losses, counts);
  }

  /// The same destination with what changed about it and needs no restart.
  private Running updated(Running present, Plan plan) {
    if (!present.plan.budget.equals(plan.budget)) {
      // For a name that is registered this leaves the place alone.
      wal.registerConsumer(plan.name(), plan.budget, wal.oldest(), present.losses);
    }
    if (present.plan.settings.equals(plan.settings)) {
      // Files with secrets may have changed without the settings saying so.
      present.destination.knock();
    } else {
      present.destination.swap(plan.settings, plan.link);
      log.info("remote_write \"{}\" goes on with other client settings", plan.name());
    }
    return new Running(plan, present.destination, present.ledger, present.losses, present.metrics);
  }

  private static void awaitEnd(Running one, long deadlineNanos) {
    try {
      one.destination.awaitEnd(deadlineNanos);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget(Running one) {
    String name = one.plan.name();
    one.destination.drain();
    awaitEnd(one, Clock.system().nanos() + REPLACE_DEADLINE.toNanos());
    wal.unregister(name);
    ledgers.remove(name);
    one.metrics.remove();
    deleteCursor(name);
  }

  private void deleteCursor(String name) {
    try (CursorStore store = wal.cursor(name)) {
      store.delete();
    } catch (IOException e) {
      log.warn("cannot delete the place of remote_write \"{}\": {}", name, e.getMessage());
    }
  }

  /// What the destinations are doing, in the order in which they were started.
  public List<DestinationStatus> status() {
    return running.values().stream().map(one -> one.destination.status()).toList();
  }

  /// The ledger of a destination.
  public DestinationLedger ledger(String name) {
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
    Collection<Running> all = running.values();
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

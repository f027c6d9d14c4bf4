package io.tributary.metrics.scrape;

import io.tributary.base.memory.MemoryBudget;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.Handed;
import io.tributary.metrics.scrape.TargetSnapshot.Health;
import io.tributary.metrics.scrape.cardinality.ExposedSeries;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.ReadPage;
import io.tributary.metrics.scrape.page.ScrapeRejectedException;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.net.scrape.EventLoop;
import io.tributary.net.scrape.ScrapeChannel;
import io.tributary.net.scrape.ScrapeEndpoint;
import io.tributary.net.scrape.ScrapeFailure;
import io.tributary.net.scrape.ScrapeListener;
import io.tributary.net.scrape.ScrapeTransport;
import io.tributary.wire.exposition.ExpositionFormat;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scrapes one target for as long as it exists.
///
/// Every field but the volatile ones is owned by the thread of the event loop. A tick asks the
/// channel for the page; the answer is matched against the previous page, or read in full, and
/// becomes one column of the target's stream.
///
/// Source of what is stored when: prometheus/prometheus `scrape/scrape.go`, `scrapeAndReport`.
final class ScrapeLoop implements ScrapeListener {
  private static final Logger log = LoggerFactory.getLogger(ScrapeLoop.class);

  private final ScrapeEnvironment environment;
  private final ScrapeWorker worker;
  private final ScrapeSettings settings;

  /// Replaced by one that is scraped alike; under the lock of the manager.
  private volatile Target target;

  private final SeriesWriter writer;
  private final PageFolder folder;
  private final ScrapeSchedule schedule;
  private final BodyReader bodies;
  private final ContentTypes types;
  private final ScrapeChannel channel;
  private final EventLoop.Timer timer;
  private final @Nullable FailureLog failureLog;

  /// Null where agents do not share the target.
  private final @Nullable Fence fence;

  private volatile boolean stopped;
  private boolean reading;

  /// Whether a due time passed while the last scrape was under way: the next one starts when it
  /// ends, as the one tick that Go's `time.Ticker` keeps. Several such due times are one.
  private boolean tickWaits;

  private long startedNanos;
  private long timestampMs;
  private long lastStartNanos;
  private int matchesMissed;
  private @Nullable String forcedError;

  /// Who is told when this loop has let go of its target; null while it does not mean to.
  private @Nullable Consumer<Handed> releasing;

  /// The last timestamp of the owner before.
  private long handedMs = Long.MIN_VALUE;

  private volatile TargetSnapshot snapshot;
  private volatile Growth growth = Growth.NONE;

  ScrapeLoop(
      ScrapeEnvironment environment,
      ScrapeWorker worker,
      ScrapeSettings settings,
      Target target,
      PageContext context,
      ScrapeTransport transport,
      ScrapeEndpoint endpoint,
      @Nullable FailureLog failureLog,
      @Nullable Fence fence) {
    this.fence = fence;
    this.environment = environment;
    this.worker = worker;
    this.settings = settings;
    this.target = target;
    this.failureLog = failureLog;
    var stream = new Stream(target.key(), context.rules().slotValues(target.labels()));
    var refusals = new Refusals(environment.metrics(), settings.jobName(), target.shownUrl());
    this.writer =
        new SeriesWriter(environment, settings, target.interval(), stream, context, refusals);
    this.folder = new PageFolder(environment, worker, context, writer);
    long wallMs = environment.clock().wallMs();
    long nanos = environment.loop().nanoTime();
    this.schedule =
        fence != null
            ? ScrapeSchedule.shared(target.key(), target.interval(), wallMs, nanos)
            : new ScrapeSchedule(
                target.key(),
                environment.offsetSeed(),
                target.interval(),
                environment.timestampToleranceMs(),
                wallMs,
                nanos);
    this.bodies =
        new BodyReader(environment, worker, settings, target.histograms(), context, writer);
    this.types = new ContentTypes(settings, target.shownUrl());
    this.channel = transport.channel(environment.loop(), endpoint);
    this.timer = environment.loop().timer(this::tick);
    this.snapshot =
        new TargetSnapshot(
            settings.jobName(),
            target.discovered(),
            target.labels(),
            target.shownUrl(),
            Health.UNKNOWN,
            "",
            0,
            0,
            target.interval(),
            target.timeout(),
            0,
            0);
  }

  Target target() {
    return target;
  }

  ColumnSink sink() {
    return environment.sink();
  }

  SeriesWriter writer() {
    return writer;
  }

  /// Goes on as `same`, which only discovery describes differently.
  void rediscover(Target same) {
    target = same;
    environment.loop().execute(() -> snapshot = snapshot.of(same));
  }

  /// Shows how the last scrape went that another loop made of this target.
  void inherit(TargetSnapshot last) {
    snapshot = last.of(target);
  }

  /// As of the last scrape. Callable from any thread.
  TargetSnapshot snapshot() {
    return snapshot;
  }

  /// The page as of the last successful scrape.
  @Nullable Page page() {
    return writer.page();
  }

  /// The series as of the last successful scrape; null without one. Callable from any thread.
  @Nullable ExposedSeries exposed() {
    Page page = writer.page();
    if (page == null) {
      return null;
    }
    TargetSnapshot last = snapshot;
    String instance = last.labels().get("instance");
    return new ExposedSeries(
        last.pool(),
        instance == null ? "" : instance,
        last.url(),
        page.layout(),
        writer.stream(),
        growth.perHour(last.lastScrapeMs()),
        last.bodyBytes());
  }

  void start() {
    scheduleNext();
  }

  /// Goes on where another agent stopped. Before [#start].
  void goOn(Handed handed) {
    handedMs = handed.lastTimestampMs();
    if (handedMs == Long.MIN_VALUE) {
      return;
    }
    HandedPage last = HandedPage.of(handed);
    ReadPage read =
        last == null ? null : bodies.read(last.format(), last.text(), last.length(), null).page();
    writer.goOn(handedMs, read == null ? null : read.page());
  }

  /// Stops once the scrape under way has ended, and tells what the next owner needs. Where the next
  /// due time is closer than `guardNanos`, that scrape is still done: the next owner would be too
  /// late for it.
  void release(long guardNanos, Consumer<Handed> done) {
    releasing = done;
    long guard = Math.min(guardNanos, target.interval().toNanos() / 2);
    boolean isClose = !isFenced() && schedule.dueNanos() - environment.loop().nanoTime() < guard;
    if (stopped || (!isScraping() && !tickWaits && !isClose)) {
      letGo(done);
    }
  }

  /// Does not wait for the scrape that a release waits for: that one would fail, and a failure ends
  /// series that live on.
  void releaseNow() {
    if (releasing != null) {
      letGo(releasing);
    }
  }

  private void letGo(Consumer<Handed> done) {
    releasing = null;
    stop();
    done.accept(writer.handed());
  }

  /// Fails every scrape with this message, without asking the target; null scrapes again.
  void force(@Nullable String error) {
    forcedError = error;
  }

  /// Stops scraping. Nothing is written any more; the caller ends the series, or hands them on.
  void stop() {
    stopped = true;
    timer.cancel();
    channel.close();
  }

  long dueNanos() {
    return schedule.dueNanos();
  }

  private void scheduleNext() {
    if (schedule.isSlotted()) {
      timer.schedule(schedule.dueNanos());
    } else {
      timer.scheduleExact(schedule.dueNanos());
    }
  }

  private void tick() {
    long now = environment.loop().nanoTime();
    long missed = 0;
    if (!isScraping()) {
      startScrape(now);
    } else if (tickWaits) {
      missed++;
    } else {
      tickWaits = true;
    }
    missed += schedule.advance(now);
    if (missed > 0) {
      environment.metrics().missedTicks.inc(missed);
    }
    // A scrape that fails at once may have been the one that a release waited for.
    if (!stopped) {
      scheduleNext();
    }
  }

  /// Whether another side of the cluster may scrape the target now.
  private boolean isFenced() {
    Fence present = fence;
    return present != null && !present.isOpen(environment.clock().nanos());
  }

  private boolean isScraping() {
    return reading || channel.isFetching();
  }

  private void startLate() {
    if (!stopped && !isScraping()) {
      startScrape(environment.loop().nanoTime());
    }
  }

  private void startScrape(long now) {
    tickWaits = false;
    if (isFenced()) {
      leaveOut();
      return;
    }
    long wallMs = environment.clock().wallMs();
    if (lastStartNanos != 0) {
      writer.observeInterval((now - lastStartNanos) / 1e9);
    }
    lastStartNanos = now;
    startedNanos = environment.clock().nanos();
    long dueMs = schedule.timestampMs(now, wallMs);
    boolean isDone = schedule.isShared() && dueMs == timestampMs;
    if (isDone || dueMs == handedMs) { // By one that waited, a moment ago; or by the owner before.
      releaseNow();
      return;
    }
    timestampMs = writer.ordered(dueMs);
    String error = forcedError;
    if (error != null) {
      failed(error, 0, 0, 0, 0);
      return;
    }
    channel.fetch(target.timeout().toNanos(), this);
  }

  /// A due time passes without a word: another agent sees to it.
  private void leaveOut() {
    environment.metrics().fencedScrapes.inc();
    Consumer<Handed> done = releasing;
    if (done != null) {
      letGo(done);
    }
  }

  @Override
  public void onBody(byte[] body, int length, @Nullable String type, int wireBytes) {
    if (stopped) {
      return;
    }
    if (length == 0) {
      stored(writer.storeEmpty(timestampMs, reportOf(true, 0, 0, 0, 0)), 0);
      return;
    }
    ExpositionFormat format = types.format(type);
    if (format == null) {
      failed(types.problem(), 0, 0, 0, length);
      return;
    }
    Page page = writer.page();
    if (page != null && page.matchable() && page.format() == format && worthMatching()) {
      long[] column = worker.match(page, body, length);
      if (column != null) {
        matchesMissed = 0;
        environment.metrics().pagesMatched.inc();
        long[] timestamps = worker.matchedTimestamps(page);
        var side =
            timestamps == null
                ? null
                : new SideColumns(timestamps, null, null, java.util.List.of());
        store(new ReadPage(page, column, side), length);
        return;
      }
      matchesMissed = Math.min(matchesMissed + 1, 16);
      folder.missed(page);
    }
    if (length > ScrapeEnvironment.OFF_LOOP_BYTES) {
      readOffLoop(format, body, length, page);
    } else {
      finish(bodies.read(format, body, length, page), length);
    }
  }

  @Override
  public void onFailure(ScrapeFailure failure) {
    if (stopped) {
      return;
    }
    if (failure.kind() == ScrapeFailure.Kind.BODY_SIZE) {
      environment.metrics().exceededBodySizeLimit.inc();
    } else if (failure.kind() == ScrapeFailure.Kind.MEMORY) {
      environment.metrics().refusedForMemory.inc();
    }
    FailureLog log = failureLog;
    if (log != null) {
      log.write(settings.jobName(), target.shownUrl(), failure.message());
    }
    failed(failure.message(), 0, 0, 0, failure.kind() == ScrapeFailure.Kind.BODY_SIZE ? -1 : 0);
  }

  /// A target that answers differently each time is compared ever more rarely.
  private boolean worthMatching() {
    return matchesMissed < 4 || (schedule.dueNanos() / target.interval().toNanos()) % 8 == 0;
  }

  private void readOffLoop(ExpositionFormat format, byte[] body, int length, @Nullable Page old) {
    MemoryBudget budget = environment.loop().bodies();
    int bytes = length + PADDING;
    if (!budget.take(bytes)) {
      refuseForMemory(ScrapeFailure.noMemory(budget).message());
      return;
    }
    byte[] copy = Arrays.copyOf(body, bytes);
    reading = true;
    environment
        .loop()
        .runAside(() -> {
          Reading result =
              stopped
                  ? Reading.refusedForMemory(length)
                  : bodies.readAside(format, copy, length, old);
          budget.give(bytes);
          environment
              .loop()
              .execute(() -> {
                reading = false;
                if (!stopped) {
                  finish(result, length);
                }
              });
        });
  }

  private void refuseForMemory(String message) {
    environment.metrics().refusedForMemory.inc();
    failed(message, 0, 0, 0, 0);
  }

  private void finish(Reading reading, int length) {
    if (reading.lacksMemory()) {
      refuseForMemory(reading.error());
    } else if (reading.page() == null) {
      failed(reading.error(), reading.rows(), reading.kept(), reading.series(), length);
    } else {
      store(reading.page(), length);
    }
  }

  private void store(ReadPage page, int bodyBytes) {
    long limit = settings.limits().samples();
    int kept = page.page().keptRows();
    if (limit > 0 && kept > limit && writer.limitedRows(page) > limit) {
      writer.count(ScrapeRejectedException.Reason.SAMPLE_LIMIT);
      failed("sample limit exceeded", page.page().exposedRows(), kept, limit, bodyBytes);
      return;
    }
    ScrapeReport report = reportOf(true, page.page().exposedRows(), kept, 0, bodyBytes);
    var next = new ReadPage(folder.next(page.page()), page.values(), page.side());
    stored(writer.store(next, timestampMs, environment.clock().wallMs(), report), bodyBytes);
  }

  private void stored(ScrapeReport report, int bodyBytes) {
    growth = growth.with(report.seriesAdded(), timestampMs);
    publish(Health.UP, "", report, bodyBytes);
  }

  /// `added` series were new before the failure; as upstream counts them, that is at the first
  /// scrape only.
  private void failed(String message, long scraped, long kept, long added, long bodyBytes) {
    long addedFirst = writer.hasWritten() ? 0 : added;
    ScrapeReport report = reportOf(false, scraped, kept, addedFirst, bodyBytes);
    writer.storeFailure(timestampMs, report);
    if (log.isDebugEnabled()) {
      log.atDebug()
          .addKeyValue("scrape_pool", settings.jobName())
          .addKeyValue("target", target.shownUrl())
          .addKeyValue("err", message)
          .log("Scrape failed");
    }
    publish(Health.DOWN, message, report, Math.max(bodyBytes, 0));
  }

  private ScrapeReport reportOf(boolean up, long scraped, long kept, long added, long bodyBytes) {
    return new ScrapeReport(
        up,
        (environment.clock().nanos() - startedNanos) / 1e9,
        scraped,
        kept,
        added,
        target.timeout().toNanos() / 1e9,
        settings.limits().samples(),
        bodyBytes);
  }

  private void publish(Health health, String error, ScrapeReport report, long bodyBytes) {
    if (settings.samples().extraScrapeMetrics()) {
      long tookNanos = environment.clock().nanos() - startedNanos;
      environment.metrics().scrapeDuration.get().observe(tookNanos / 1e9);
    }
    snapshot =
        new TargetSnapshot(
            settings.jobName(),
            target.discovered(),
            target.labels(),
            snapshot.url(),
            health,
            error,
            timestampMs,
            report.durationSeconds(),
            target.interval(),
            target.timeout(),
            report.samplesPostRelabelling(),
            bodyBytes);
    if (releasing != null) {
      letGo(releasing);
    } else if (tickWaits) {
      tickWaits = false;
      environment.loop().execute(this::startLate);
    }
  }
}

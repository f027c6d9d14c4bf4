package io.tributary.metrics.scrape;

import io.tributary.cluster.sharing.Handed;
import io.tributary.cluster.sharing.Holder;
import io.tributary.model.labels.Labels;
import io.tributary.net.scrape.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The loops that run, by the labels of their targets, and the series of targets that went.
///
/// A target that is removed keeps its series for a while: it may come back, or another job may
/// scrape it with the same labels, that of another manager on the same loop included, and a marker
/// must never end a living series. Owned by the thread of the event loop, but for [#end].
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `endOfRunStaleness`.
final class LiveTargets {
  private final ScrapeEnvironment environment;
  private final ScrapeWorker worker;
  private final Map<Labels, List<ScrapeLoop>> byLabels;

  LiveTargets(ScrapeEnvironment environment, ScrapeWorker worker) {
    this.environment = environment;
    this.worker = worker;
    this.byLabels = worker.loops();
  }

  ScrapeWorker worker() {
    return worker;
  }

  void add(ScrapeLoop loop) {
    byLabels.computeIfAbsent(loop.target().labels(), labels -> new ArrayList<>()).add(loop);
  }

  void remove(ScrapeLoop loop) {
    List<ScrapeLoop> same = byLabels.get(loop.target().labels());
    if (same != null && same.remove(loop) && same.isEmpty()) {
      byLabels.remove(loop.target().labels());
    }
  }

  /// Stops a loop whose target is gone. Its series end one interval behind its next due time, with
  /// that due time as their timestamp, unless they live on. Callable from any thread.
  void end(ScrapeLoop loop) {
    environment.loop().execute(() -> endOnLoop(loop));
  }

  /// Stops a loop whose target goes to another agent, which goes on with its series. Callable from
  /// any thread.
  void release(ScrapeLoop loop, Consumer<Handed> done) {
    environment
        .loop()
        .execute(() ->
            loop.release(
                Holder.GUARD.toNanos(),
                handed -> {
                  remove(loop);
                  done.accept(handed);
                }));
  }

  private void endOnLoop(ScrapeLoop loop) {
    remove(loop);
    long dueNanos = loop.dueNanos();
    loop.stop();
    if (!loop.writer().hasWritten()) {
      return;
    }
    EventLoop events = environment.loop();
    long intervalNanos = loop.target().interval().toNanos();
    long[] notedMs = new long[1];
    EventLoop.Timer mark =
        events.timer(() -> loop.writer().endForGood(notedMs[0], successors(loop)));
    EventLoop.Timer note =
        events.timer(() -> {
          notedMs[0] = environment.clock().wallMs();
          mark.schedule(events.nanoTime() + intervalNanos + intervalNanos / 10);
        });
    note.schedule(dueNanos);
  }

  /// Writers of the same labels, where what they write can meet what `gone` wrote.
  private List<SeriesWriter> successors(ScrapeLoop gone) {
    Set<Object> ends = environment.sink().ends();
    return byLabels.getOrDefault(gone.target().labels(), List.of()).stream()
        .filter(loop -> !Collections.disjoint(ends, loop.sink().ends()))
        .map(ScrapeLoop::writer)
        .toList();
  }
}

package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.LayoutCursor;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpResponse;
import io.tributary.wire.remotewrite.Rw1Metadata;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends type, help and unit of the families that were scraped lately, in requests of their own, as
/// remote write 1.0 has it: soon after the first samples, then at every interval, all of them.
///
/// Families are those of the last layout of each stream that the destination saw since the interval
/// before the last. A request that fails is repeated like any other, but not beyond the next
/// interval, which brings everything anew. Has a thread of its own, so that metadata never holds up
/// samples.
final class MetadataSender {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// How soon to look again whether there is anything to send metadata for.
  private static final long LOOK_NANOS = Courier.seconds(1);

  /// The same at a destination of 2.0, which gets metadata with its series, lest it fall back.
  private static final long LOOK_AT_VERSION_NANOS = Courier.seconds(5);

  private final MetadataSettings settings;
  private final DestinationGate gate;
  private final Settlement settlement;
  private final Requests requests;
  private final SenderMetrics.PerDestination metrics;
  private final Clock clock;
  private final Pauses pauses;
  private final QuietLog quiet;

  // Guarded by this. One layout of each stream: where series come and go, every scrape has another.
  private Map<Stream, Layout> recent = new HashMap<>();
  private Map<Stream, Layout> before = new HashMap<>();
  private @Nullable Thread thread;
  private @Nullable Transport transport;
  private boolean stopped;

  MetadataSender(
      MetadataSettings settings,
      DestinationGate gate,
      Settlement settlement,
      Requests requests,
      SenderMetrics.PerDestination metrics,
      Clock clock,
      Pauses pauses) {
    this.settings = settings;
    this.gate = gate;
    this.settlement = settlement;
    this.requests = requests;
    this.metrics = metrics;
    this.clock = clock;
    this.pauses = pauses;
    this.quiet = new QuietLog(clock);
  }

  void saw(Stream stream, Layout layout) {
    if (settings.send() && gate.message() == ProtobufMessage.V1) {
      synchronized (this) {
        recent.put(stream, layout);
      }
    }
  }

  synchronized void start() {
    if (settings.send() && !stopped) {
      thread = Thread.ofVirtual().name("remote-write metadata " + gate.name()).start(this::run);
    }
  }

  /// Ends it, and what it is sending.
  synchronized void stop() {
    stopped = true;
    pauses.wakeAll();
    if (transport != null) {
      transport.close();
    }
  }

  void awaitEnd() throws InterruptedException {
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      running.join();
    }
  }

  private synchronized boolean isStopped() {
    return stopped || gate.isDraining();
  }

  private void run() {
    long interval = settings.sendInterval().toNanos();
    long due = clock.nanos();
    while (!isStopped()) {
      if (clock.nanos() < due) {
        pauses.until(due);
      } else if (!isWanted()) {
        boolean isVersion1 = gate.message() == ProtobufMessage.V1;
        pauses.until(clock.nanos() + (isVersion1 ? LOOK_NANOS : LOOK_AT_VERSION_NANOS));
      } else {
        due = clock.nanos() + interval;
        try {
          sendAll(due);
        } catch (RuntimeException e) {
          log.error("BUG: cannot send metadata to remote_write \"{}\"", gate.name(), e);
        }
      }
    }
  }

  private boolean isWanted() {
    return gate.message() == ProtobufMessage.V1
        && settlement.settledItems() > 0
        && !gate.isParked();
  }

  private void sendAll(long untilNanos) {
    List<FamilyMetadata> families = families();
    int most = settings.maxSamplesPerSend();
    try {
      for (int from = 0; from < families.size() && !isStopped(); from += most) {
        send(families.subList(from, Math.min(families.size(), from + most)), untilNanos);
      }
    } finally {
      disconnect();
    }
  }

  private synchronized List<FamilyMetadata> families() {
    var families = new LinkedHashSet<FamilyMetadata>();
    var cursor = new LayoutCursor();
    var layouts = Collections.newSetFromMap(new IdentityHashMap<Layout, Boolean>());
    for (Map<Stream, Layout> seen : List.of(before, recent)) {
      for (Layout layout : seen.values()) {
        if (!layouts.add(layout)) {
          continue;
        }
        cursor.reset(layout);
        while (cursor.next()) {
          FamilyMetadata family = cursor.metadata();
          if (!family.family().isEmpty()) {
            families.add(family);
          }
        }
      }
    }
    before = recent;
    recent = new HashMap<>();
    return new ArrayList<>(families);
  }

  private void send(List<FamilyMetadata> families, long untilNanos) {
    byte[] body = requests.compress(Rw1Metadata.encode(families));
    Backoff backoff = gate.newBackoff();
    for (int retries = 0; ; retries++) {
      Verdict verdict = attempt(body, retries);
      if (verdict instanceof Verdict.Accepted) {
        metrics.metadataTotal.inc(families.size());
        metrics.metadataBytesTotal.inc(body.length);
        return;
      }
      boolean isRepeated = false;
      if (verdict instanceof Verdict.Retry retry) {
        long pause = retry.after().map(backoff::after).orElseGet(backoff::nextNanos);
        isRepeated =
            clock.nanos() + pause < untilNanos && gate.pause(pause, gate.knocks()) && !isStopped();
      }
      if (!isRepeated) {
        metrics.metadataFailedTotal.inc(families.size());
        quiet.warn(
            log,
            "metadata",
            "cannot send %d entries of metadata to remote_write \"%s\": %s"
                .formatted(families.size(), gate.name(), verdict.reason()));
        return;
      }
      metrics.metadataRetriedTotal.inc(families.size());
    }
  }

  /// One attempt, wherever redirects lead it.
  private Verdict attempt(byte[] body, int retries) {
    Link link = gate.link();
    Verdict verdict = attempt(link, link.url(), body, retries);
    int redirects = 0;
    while (verdict instanceof Verdict.Redirect(URI to) && redirects < Courier.MAX_REDIRECTS) {
      verdict = attempt(link, to, body, retries);
      redirects++;
    }
    return verdict;
  }

  private Verdict attempt(Link link, URI to, byte[] body, int retries) {
    long start = clock.nanos();
    try {
      HttpResponse response =
          connected(link).call(link.call(to, ProtobufMessage.V1, body, body.length, retries));
      metrics.batchDuration.observe((clock.nanos() - start) / 1e9);
      return Verdict.of(response, to, link.policy(), clock.wallMs());
    } catch (HttpCallException e) {
      return Verdict.of(e);
    } catch (InterruptedException _) {
      return new Verdict.Park("interrupted");
    }
  }

  private synchronized Transport connected(Link link) {
    Transport open = transport;
    if (open == null) {
      open = link.transports().open();
      transport = open;
    }
    return open;
  }

  private synchronized void disconnect() {
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }
}

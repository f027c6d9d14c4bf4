package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.net.client.HttpResponse;
import io.tributary.wire.remotewrite.Rw1Metadata;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Sends type, help and unit of the families that were scraped lately, in requests of their own, as
/// remote write 1.0 has it: soon after the first samples, then at every interval, all of them.
///
/// Families are those of the last layout of each stream that the destination saw since the interval
/// before the last. A failed request is not repeated before the next interval: metadata is not
/// worth holding up samples. Owned by the reader's thread.
final class MetadataSender {
  private final RemoteWriteSettings settings;
  private final DestinationGate gate;
  private final Requests requests;
  private final SenderMetrics.PerDestination metrics;
  private final Clock clock;
  private final long intervalNanos;

  // One layout of each stream: where series come and go, every scrape has another.
  private Map<Stream, Layout> recent = new HashMap<>();
  private Map<Stream, Layout> before = new HashMap<>();
  private long nextNanos;

  MetadataSender(
      RemoteWriteSettings settings,
      DestinationGate gate,
      Requests requests,
      SenderMetrics.PerDestination metrics,
      Clock clock) {
    this.settings = settings;
    this.gate = gate;
    this.requests = requests;
    this.metrics = metrics;
    this.clock = clock;
    this.intervalNanos = settings.metadata().sendInterval().toNanos();
    this.nextNanos = clock.nanos();
  }

  void saw(Stream stream, Layout layout) {
    if (settings.metadata().send() && gate.message() == ProtobufMessage.V1) {
      recent.put(stream, layout);
    }
  }

  void sendIfDue(Courier courier) {
    if (!settings.metadata().send()
        || gate.message() != ProtobufMessage.V1
        || (recent.isEmpty() && before.isEmpty())
        || clock.nanos() < nextNanos
        || gate.settledSamples.get() == 0
        || gate.isParked()) {
      return;
    }
    nextNanos = clock.nanos() + intervalNanos;
    List<FamilyMetadata> families = families();
    before = recent;
    recent = new HashMap<>();
    int most = settings.metadata().maxSamplesPerSend();
    for (int from = 0; from < families.size(); from += most) {
      send(courier, families.subList(from, Math.min(families.size(), from + most)));
    }
  }

  private List<FamilyMetadata> families() {
    var families = new LinkedHashSet<FamilyMetadata>();
    var layouts = Collections.newSetFromMap(new IdentityHashMap<Layout, Boolean>());
    for (Map<Stream, Layout> seen : List.of(before, recent)) {
      for (Layout layout : seen.values()) {
        if (!layouts.add(layout)) {
          continue;
        }
        for (int i = 0; i < layout.blockCount(); i++) {
          FamilyMetadata family = layout.block(i).metadata();
          if (!family.family().isEmpty()) {
            families.add(family);
          }
        }
      }
    }
    return new ArrayList<>(families);
  }

  private void send(Courier courier, List<FamilyMetadata> families) {
    byte[] body = requests.compress(Rw1Metadata.encode(families));
    HttpResponse response = courier.postOnce(body, requests.headers(ProtobufMessage.V1, 0));
    metrics.metadataTotal.inc(families.size());
    metrics.metadataBytesTotal.inc(body.length);
    if (response == null || !response.isSuccess()) {
      metrics.metadataFailedTotal.inc(families.size());
    }
  }
}

package io.tributary.agent.demo;

import io.tributary.base.bytes.Hash64;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Unsnappy;
import io.tributary.wire.writerequest.WriteRequest;
import io.tributary.wire.writerequest.WriteRequestReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// The receiver of the demo: accepts remote write, decodes it, counts it, keeps nothing.
///
/// Thread-safe: guarded by `this`.
final class DemoReceiver {
  private static final String V2 = "io.prometheus.write.v2.Request";

  /// Of a request, as it comes and when it is decoded.
  private static final int MAX_BYTES = 64 << 20;

  /// More than that are not told apart.
  private static final int MAX_SERIES = 1_000_000;

  /// What has arrived so far.
  record Totals(long requests, long samples, long histograms, long wireBytes, int series) {}

  /// What one request held.
  private record Counts(long samples, long histograms, long exemplars) {}

  private final Unsnappy unsnappy = new Unsnappy();
  private final WriteRequestReader reader = new WriteRequestReader(WriteRequestReader.Options.NONE);
  private final WriteRequest decoded = new WriteRequest();
  private final Set<Long> series = new HashSet<>();
  private long requests;
  private long samples;
  private long histograms;
  private long wireBytes;

  synchronized Totals totals() {
    return new Totals(requests, samples, histograms, wireBytes, series.size());
  }

  Response receive(Request request) throws IOException {
    String contentType = String.valueOf(request.headers().first("Content-Type"));
    byte[] body = request.body(MAX_BYTES);
    try {
      Counts counts = count(body, contentType.contains(V2));
      return Response.empty(204)
          .withHeader("X-Prometheus-Remote-Write-Samples-Written", "" + counts.samples())
          .withHeader("X-Prometheus-Remote-Write-Histograms-Written", "" + counts.histograms())
          .withHeader("X-Prometheus-Remote-Write-Exemplars-Written", "" + counts.exemplars());
    } catch (WireException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
  }

  private synchronized Counts count(byte[] body, boolean isVersion2) {
    decode(body, isVersion2);
    long histogramCount = 0;
    for (int i = 0; i < decoded.sampleCount(); i++) {
      histogramCount += decoded.histogram(i) == null ? 0 : 1;
    }
    for (int i = 0; i < decoded.seriesCount() && series.size() < MAX_SERIES; i++) {
      series.add(Hash64.of(decoded.rows(), decoded.rowFrom(i), decoded.rowTo(i), 0));
    }
    var counts =
        new Counts(
            decoded.sampleCount() - histogramCount, histogramCount, decoded.exemplars().size());
    requests++;
    samples += counts.samples();
    histograms += counts.histograms();
    wireBytes += body.length;
    return counts;
  }

  private void decode(byte[] body, boolean isVersion2) {
    if (Unsnappy.decodedLength(body, body.length) > MAX_BYTES) {
      throw new WireException("expected at most " + MAX_BYTES + " bytes", 0);
    }
    int length = unsnappy.decode(body, body.length);
    if (isVersion2) {
      reader.readV2(unsnappy.output(), 0, length, decoded);
    } else {
      reader.readV1(unsnappy.output(), 0, length, decoded);
    }
    for (int i = 0; i < decoded.seriesCount(); i++) {
      String problem = decoded.problem(i);
      if (problem != null) {
        throw new WireException(problem, 0);
      }
    }
  }
}

package io.tributary.agent.demo;

import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import java.io.IOException;

/// The receiver of the demo: accepts remote write, decodes it, counts it, keeps nothing.
///
/// Thread-safe: guarded by `this`.
final class DemoReceiver {
  private static final String V2 = "io.prometheus.write.v2.Request";

  /// What has arrived so far.
  record Totals(long requests, long samples, long histograms, long wireBytes, int series) {}

  private final WriteRequestReader reader = new WriteRequestReader();
  private long requests;
  private long samples;
  private long histograms;
  private long wireBytes;

  synchronized Totals totals() {
    return new Totals(requests, samples, histograms, wireBytes, reader.seriesCount());
  }

  Response receive(Request request) throws IOException {
    String contentType = String.valueOf(request.headers().first("Content-Type"));
    byte[] body = request.body(WriteRequestReader.MAX_BYTES);
    try {
      WriteRequestReader.Counts counts = count(body, contentType.contains(V2));
      return Response.empty(204)
          .withHeader("X-Prometheus-Remote-Write-Samples-Written", "" + counts.samples())
          .withHeader("X-Prometheus-Remote-Write-Histograms-Written", "" + counts.histograms())
          .withHeader("X-Prometheus-Remote-Write-Exemplars-Written", "" + counts.exemplars());
    } catch (IllegalArgumentException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
  }

  private synchronized WriteRequestReader.Counts count(byte[] body, boolean isVersion2) {
    WriteRequestReader.Counts counts = reader.read(body, isVersion2);
    requests++;
    samples += counts.samples();
    histograms += counts.histograms();
    wireBytes += body.length;
    return counts;
  }
}

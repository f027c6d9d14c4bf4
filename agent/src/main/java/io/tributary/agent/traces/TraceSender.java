package io.tributary.agent.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.tributary.agent.build.BuildInfo;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends spans by OTLP over HTTP, once: what is not taken is counted and gone.
final class TraceSender implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(TraceSender.class);
  private static final String SCOPE = "io.tributary.runtime";

  private final TraceDestination destination;
  private final HttpCaller caller;
  private final TraceMetrics metrics;
  private boolean isFailing;

  TraceSender(TraceDestination destination, HttpCaller caller, TraceMetrics metrics) {
    this.destination = destination;
    this.caller = caller;
    this.metrics = metrics;
  }

  /// One call at a time, on the thread of the processor.
  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    String failure = failure(spans);
    metrics.sent(spans.size(), failure == null);
    tell(failure);
    return failure == null ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
  }

  private @Nullable String failure(Collection<SpanData> spans) {
    byte[] body =
        TraceMessage.of(destination.resource(), SCOPE, BuildInfo.CURRENT.version(), spans);
    try {
      HttpResponse response =
          caller.call(
              HttpCall.post(destination.endpoint(), "application/x-protobuf", body)
                  .withHeaders(
                      destination.headers().toBuilder()
                          .set("Content-Type", "application/x-protobuf")
                          .build())
                  .withTimeout(destination.timeout()));
      return response.status() / 100 == 2
          ? null
          : "server returned HTTP status " + response.status();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /// When it begins, and when it is over.
  private void tell(@Nullable String failure) {
    if (failure != null && !isFailing) {
      LOG.atWarn().addKeyValue("err", failure).log("cannot send own traces");
    } else if (failure == null && isFailing) {
      LOG.info("own traces are sent again");
    }
    isFailing = failure != null;
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    caller.close();
    return CompletableResultCode.ofSuccess();
  }
}

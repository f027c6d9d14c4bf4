package io.tributary.agent.traces;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tributary.base.bytes.ByteSink;
import io.tributary.wire.protobuf.Proto;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/// Encodes spans as an `ExportTraceServiceRequest` of one resource and one scope.
///
/// Source: open-telemetry/opentelemetry-proto `opentelemetry/proto/trace/v1/trace.proto`.
final class TraceMessage {
  private TraceMessage() {}

  static byte[] of(
      Map<String, String> resource, String scope, String version, Collection<SpanData> spans) {
    var message = new ByteSink(1 << 12);
    nested(
        message,
        1,
        resourceSpans -> {
          nested(
              resourceSpans,
              1,
              to -> resource.forEach((key, value) -> attribute(to, 1, key, value)));
          nested(
              resourceSpans,
              2,
              scopeSpans -> {
                nested(
                    scopeSpans,
                    1,
                    to -> {
                      text(to, 1, scope);
                      text(to, 2, version);
                    });
                spans.forEach(span -> nested(scopeSpans, 2, to -> span(to, span)));
              });
        });
    return message.toByteArray();
  }

  private static void span(ByteSink to, SpanData span) {
    SpanContext context = span.getSpanContext();
    bytes(to, 1, context.getTraceIdBytes());
    bytes(to, 2, context.getSpanIdBytes());
    if (span.getParentSpanContext().isValid()) {
      bytes(to, 4, span.getParentSpanContext().getSpanIdBytes());
    }
    text(to, 5, span.getName());
    Proto.varint(to, 6, kind(span.getKind()));
    Proto.fixed64(to, 7, span.getStartEpochNanos());
    Proto.fixed64(to, 8, span.getEndEpochNanos());
    attributes(to, span.getAttributes());
    nested(
        to,
        15,
        status -> {
          text(status, 2, span.getStatus().getDescription());
          Proto.varintUnlessZero(status, 3, code(span.getStatus().getStatusCode()));
        });
  }

  /// 0 says nothing.
  private static int kind(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
      case PRODUCER -> 4;
      case CONSUMER -> 5;
    };
  }

  private static int code(StatusCode code) {
    return switch (code) {
      case UNSET -> 0;
      case OK -> 1;
      case ERROR -> 2;
    };
  }

  private static void attributes(ByteSink to, Attributes attributes) {
    attributes.forEach((key, value) -> attribute(to, 9, key.getKey(), value));
  }

  /// Whole numbers as such, all else as text.
  private static void attribute(ByteSink to, int field, String key, Object value) {
    nested(
        to,
        field,
        pair -> {
          text(pair, 1, key);
          nested(
              pair,
              2,
              any -> {
                if (value instanceof Long number) {
                  Proto.varint(any, 3, number);
                } else {
                  bytes(any, 1, value.toString().getBytes(UTF_8));
                }
              });
        });
  }

  private static void text(ByteSink to, int field, String text) {
    if (!text.isEmpty()) {
      bytes(to, field, text.getBytes(UTF_8));
    }
  }

  private static void bytes(ByteSink to, int field, byte[] bytes) {
    Proto.bytes(to, field, bytes, 0, bytes.length);
  }

  private static void nested(ByteSink to, int field, Consumer<ByteSink> content) {
    var inner = new ByteSink(128);
    content.accept(inner);
    Proto.bytes(to, field, inner.array(), 0, inner.size());
  }
}

package io.tributary.metrics.receive.server;

import io.tributary.metrics.remotewrite.ProtobufMessage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the `Content-Type` of remote write.
///
/// Source: prometheus/client_golang `exp/api/remote/remote_api.go`, ParseProtoMsg.
final class ContentType {
  private static final String MEDIA_TYPE = "application/x-protobuf";

  private ContentType() {}

  static String names(List<ProtobufMessage> messages) {
    return messages.stream().map(ProtobufMessage::fullName).collect(Collectors.joining(", "));
  }

  /// The message that a `Content-Type` says; version 1 without one. Throws where there is none
  /// such.
  static ProtobufMessage of(@Nullable String contentType) {
    if (contentType == null || contentType.isEmpty()) {
      return ProtobufMessage.V1;
    }
    String text = contentType.strip();
    String[] parts = text.split(";", -1);
    if (!parts[0].equals(MEDIA_TYPE)) {
      throw new IllegalArgumentException(
          "expected %s as the first (media) part, got %s content-type"
              .formatted(MEDIA_TYPE, contentType));
    }
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", -1);
      if (pair.length != 2) {
        throw new IllegalArgumentException(
            "as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be"
                + " key-values, got %s in %s content-type".formatted(parts[i], contentType));
      }
      if (pair[0].strip().equals("proto")) {
        return ProtobufMessage.byFullName(pair[1])
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "got %s content type; unknown type for remote write protobuf message %s, supported: %s"
                        .formatted(
                            contentType, pair[1], names(List.of(ProtobufMessage.values())))));
      }
    }
    return ProtobufMessage.V1;
  }
}

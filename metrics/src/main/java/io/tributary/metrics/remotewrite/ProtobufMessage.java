package io.tributary.metrics.remotewrite;

import java.util.Arrays;
import java.util.Optional;

/// The message that a destination is sent: remote write 1.0 or 2.0.
public enum ProtobufMessage {
  V1("prometheus.WriteRequest"),
  V2("io.prometheus.write.v2.Request");

  private final String fullName;

  ProtobufMessage(String fullName) {
    this.fullName = fullName;
  }

  /// The fully qualified protobuf name, as in configuration files and in the content type.
  public String fullName() {
    return fullName;
  }

  public static Optional<ProtobufMessage> byFullName(String name) {
    return Arrays.stream(values()).filter(message -> message.fullName.equals(name)).findFirst();
  }
}

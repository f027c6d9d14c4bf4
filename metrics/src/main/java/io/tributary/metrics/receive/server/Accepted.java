package io.tributary.metrics.receive.server;

import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.wire.writerequest.WriteRequestReader;
import java.util.List;

/// Which messages are taken, and what of them.
public record Accepted(List<ProtobufMessage> messages, WriteRequestReader.Options options) {
  static final Accepted VERSION_1 =
      new Accepted(List.of(ProtobufMessage.V1), new WriteRequestReader.Options(false, false));

  public Accepted {
    messages = List.copyOf(messages);
  }
}

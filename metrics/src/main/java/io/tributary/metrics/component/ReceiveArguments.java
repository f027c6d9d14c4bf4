package io.tributary.metrics.component;

import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.metrics.receive.server.Accepted;
import io.tributary.metrics.receive.server.ListenSettings;
import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import io.tributary.wire.writerequest.WriteRequestReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The arguments of `prometheus.receive_http`.
///
/// Source: grafana/alloy `internal/component/prometheus/receive_http/receive_http.go`.
record ReceiveArguments(
    List<MetricsReceiver> forwardTo, ListenBlocks listen, Duration grace, Accepted accepted) {

  static final ArgumentsCodec<ReceiveArguments> CODEC =
      ArgumentsCodec.of(ReceiveArguments::decode, ReceiveArguments::describe);

  private static final Duration GRACE = Duration.ofSeconds(30);

  ReceiveArguments {
    forwardTo = List.copyOf(forwardTo);
  }

  ListenSettings settings() {
    return listen.settings(grace);
  }

  private static ReceiveArguments decode(BlockReader block) {
    return new ReceiveArguments(
        Receivers.read(block),
        ListenBlocks.read(block),
        block.attribute("graceful_shutdown_timeout").duration(GRACE),
        new Accepted(
            messages(block.attribute("accepted_remote_write_protobuf_messages")),
            new WriteRequestReader.Options(
                block.attribute("append_metadata").bool(false),
                block.attribute("enable_type_and_unit_labels").bool(false))));
  }

  private static List<ProtobufMessage> messages(AttributeReader written) {
    List<String> names = written.texts(List.of(ProtobufMessage.V1.fullName()));
    if (names.isEmpty()) {
      written.error("accepted_remote_write_protobuf_messages must not be empty");
    }
    var messages = new ArrayList<ProtobufMessage>();
    for (String name : names) {
      ProtobufMessage.byFullName(name)
          .ifPresentOrElse(
              messages::add,
              () ->
                  written.error(
                      "unsupported protocol version \"%s\": valid values are \"%s\" and \"%s\""
                          .formatted(
                              name, ProtobufMessage.V1.fullName(), ProtobufMessage.V2.fullName())));
    }
    return messages;
  }

  private static Body describe(ReceiveArguments arguments) {
    Accepted accepted = arguments.accepted;
    Body.Builder body =
        Body.builder()
            .attr("forward_to", Receivers.describe(arguments.forwardTo))
            .attr("append_metadata", Value.of(accepted.options().metadata()))
            .attr("enable_type_and_unit_labels", Value.of(accepted.options().typeAndUnitLabels()))
            .attr(
                "accepted_remote_write_protobuf_messages",
                ScrapeDescription.texts(
                    accepted.messages().stream().map(ProtobufMessage::fullName).toList()))
            .attr("graceful_shutdown_timeout", GoDurations.format(arguments.grace));
    arguments.listen.describe(body);
    return body.build();
  }
}

package io.tributary.dialects.prometheus.tree;

import io.tributary.base.text.Quoting;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.remotewrite.MetadataSettings;
import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.metrics.remotewrite.QueueSettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.net.client.HttpClientSettings;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Destinations: one `prometheus.remote_write` with an endpoint for each.
///
/// Source: grafana/alloy `internal/converter/internal/prometheusconvert/component/remote_write.go`.
public final class RemoteWriteTree {
  private final Form form;
  private final NameValidation validation;
  private final boolean printsNames;

  /// `validation` is what rules of destinations go by. For Alloy, names that were not written are
  /// left to the component.
  public RemoteWriteTree(Form form, NameValidation validation) {
    this(form, validation, form.isExact());
  }

  /// With `printsNames`, all names are those of the settings, written or not.
  public RemoteWriteTree(Form form, NameValidation validation, boolean printsNames) {
    this.form = form;
    this.validation = validation;
    this.printsNames = printsNames;
  }

  /// Adds the component and returns its receiver. `labels` stand under `external_labels` in
  /// `global`; `place` is the list of destinations.
  public String add(
      Blocks blocks,
      String label,
      Labels labels,
      Locator global,
      List<Located<RemoteWriteSettings>> destinations,
      Locator place) {
    return add(blocks, label, labels, global, destinations, place, _ -> {});
  }

  /// The same with attributes of the caller's.
  public String add(
      Blocks blocks,
      String label,
      Labels labels,
      Locator global,
      List<Located<RemoteWriteSettings>> destinations,
      Locator place,
      Consumer<BlockBuilder> attributes) {
    String summary = destinations.isEmpty() ? "" : summary(destinations);
    BlockBuilder block = blocks.add("prometheus.remote_write", label, place.place(), summary);
    Lines.of(block, global).textMap("external_labels", labels.toMap());
    attributes.accept(block);
    for (Located<RemoteWriteSettings> one : destinations) {
      BlockBuilder endpoint = block.add("endpoint", one.place().place());
      endpoint(one, Lines.of(endpoint, one.place()));
    }
    return block.id() + ".receiver";
  }

  private String summary(List<Located<RemoteWriteSettings>> destinations) {
    String names = destinations.stream().map(this::name).collect(Collectors.joining(","));
    return "Converted %d remote_write[s] %s into..."
        .formatted(destinations.size(), Quoting.quote(names));
  }

  /// The name is seen in metrics, and by the log it is where a destination goes on.
  private String name(Located<RemoteWriteSettings> one) {
    return printsNames ? one.settings().name() : one.place().at("name").text();
  }

  private void endpoint(Located<RemoteWriteSettings> one, Lines lines) {
    RemoteWriteSettings settings = one.settings();
    lines
        .text("name", name(one))
        .text("url", settings.url())
        .duration(
            "remote_timeout", settings.remoteTimeout(), RemoteWriteSettings.DEFAULT_REMOTE_TIMEOUT)
        .textMap("headers", settings.headers())
        .bool("send_exemplars", sendsExemplars(settings, lines.section()), true)
        .bool("send_native_histograms", settings.sendNativeHistograms(), false)
        .text("protobuf_message", settings.message().fullName(), ProtobufMessage.V1.fullName());
    HttpClientTree.write(lines, settings.client(), HttpClientSettings.REMOTE_WRITE_DEFAULTS, form);
    queue(settings.queue(), lines.open("queue_config"));
    metadata(settings.metadata(), lines.open("metadata_config"));
    RuleTree.write(
        lines,
        "write_relabel_config",
        settings.writeRelabelRules(),
        lines.section().at("write_relabel_configs"));
    if (!form.isExact()) {
      CloudAuthTree.write(lines);
    }
    lines.bool("round_robin_dns", settings.roundRobinDns(), false);
    if (form.isExact()) {
      boolean isKnown = form == Form.RUNNING && settings.hasGeneratedName();
      lines.bool("generated_name", isKnown, false);
      lines.bool("failed_request_logging", settings.failedRequestLogging(), false);
      if (!settings.writeRelabelRules().isEmpty()) {
        String scheme = validation == NameValidation.LEGACY ? "legacy" : "utf8";
        lines.text("metric_name_validation_scheme", scheme, "legacy");
      }
    }
  }

  /// Alloy's converter goes by the defaults of Agent where nothing is written.
  private boolean sendsExemplars(RemoteWriteSettings settings, Locator section) {
    return settings.sendExemplars() || (!form.isExact() && !section.at("send_exemplars").isThere());
  }

  private void queue(QueueSettings queue, Lines lines) {
    QueueSettings usual = QueueSettings.AS_AGENT;
    boolean isUsual = !form.isExact() && !lines.section().at("max_samples_per_send").isThere();
    lines
        .number("capacity", queue.capacity(), usual.capacity())
        .number("max_shards", queue.maxShards(), usual.maxShards())
        .number("min_shards", queue.minShards(), usual.minShards())
        .number(
            "max_samples_per_send",
            isUsual ? usual.maxSamplesPerSend() : queue.maxSamplesPerSend(),
            usual.maxSamplesPerSend())
        .duration("batch_send_deadline", queue.batchSendDeadline(), usual.batchSendDeadline())
        .duration("min_backoff", queue.minBackoff(), usual.minBackoff())
        .duration("max_backoff", queue.maxBackoff(), usual.maxBackoff())
        .bool("retry_on_http_429", queue.retryOnHttp429(), usual.retryOnHttp429())
        .duration("sample_age_limit", queue.sampleAgeLimit(), usual.sampleAgeLimit());
  }

  private static void metadata(MetadataSettings metadata, Lines lines) {
    MetadataSettings usual = MetadataSettings.DEFAULT;
    lines
        .bool("send", metadata.send(), usual.send())
        .duration("send_interval", metadata.sendInterval(), usual.sendInterval())
        .number("max_samples_per_send", metadata.maxSamplesPerSend(), usual.maxSamplesPerSend());
  }
}

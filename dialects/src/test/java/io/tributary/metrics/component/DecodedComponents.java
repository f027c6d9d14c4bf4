package io.tributary.metrics.component;

import io.tributary.component.ComponentId;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.river.decode.BlockReader;
import java.util.List;

/// What components hand to their engines, for tests of what blocks say.
public final class DecodedComponents {
  private DecodedComponents() {}

  /// A job, the targets that it is given, and the ids of those it forwards to.
  public record Scrape(ScrapeSettings settings, List<Labels> targets, List<String> forwardTo) {}

  /// Destinations and the labels that they add.
  public record RemoteWrite(Labels externalLabels, List<RemoteWriteSettings> endpoints) {}

  public static Scrape scrape(BlockReader block) {
    ScrapeArguments arguments = ScrapeArguments.CODEC.decode(block);
    return new Scrape(
        arguments.settings(new ComponentId("", block.name() + "." + block.label())),
        arguments.targets(),
        arguments.forwardTo().stream().map(MetricsReceiver::componentId).toList());
  }

  public static RemoteWrite remoteWrite(BlockReader block) {
    RemoteWriteArguments arguments = RemoteWriteArguments.CODEC.decode(block);
    return new RemoteWrite(arguments.externalLabels(), arguments.endpoints());
  }
}

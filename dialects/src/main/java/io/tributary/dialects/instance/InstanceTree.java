package io.tributary.dialects.instance;

import io.tributary.dialects.prometheus.GlobalSettings;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.tree.Blocks;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.prometheus.tree.RemoteWriteTree;
import io.tributary.dialects.prometheus.tree.RuleTree;
import io.tributary.dialects.prometheus.tree.ScrapeTree;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression;
import java.util.List;
import java.util.function.Consumer;

/// Makes the components of one instance.
public final class InstanceTree {
  private final Form form;
  private final Instance instance;
  private final Blocks blocks;
  private final Locator global;
  private final ScrapeTree jobs;

  /// `global` is the section that the instance inherits from.
  public InstanceTree(Form form, Instance instance, Blocks blocks, Locator global) {
    this.form = form;
    this.instance = instance;
    this.blocks = blocks;
    this.global = global;
    jobs = new ScrapeTree(form, blocks, global);
  }

  /// Adds a job that sends to `receiver`.
  public void job(Located<ScrapeSettings> job, String label, String receiver) {
    jobs.add(job, label, receiver, List.of(), targets -> filtered(label, targets));
  }

  /// Adds the log with its destinations and returns its receiver.
  public String destinations(String label, GlobalSettings settings) {
    return destinations(
        label,
        settings,
        instance.remoteWrites(),
        block -> LogTree.write(Lines.of(block, instance.place()), instance.log(), form));
  }

  /// The same for the log of a group, with these destinations.
  String groupDestinations(
      String label, GlobalSettings settings, List<Located<RemoteWriteSettings>> destinations) {
    return destinations(
        label,
        settings,
        destinations,
        block -> LogTree.writeAll(Lines.of(block, instance.place()), instance.log()));
  }

  private String destinations(
      String label,
      GlobalSettings settings,
      List<Located<RemoteWriteSettings>> destinations,
      Consumer<BlockBuilder> log) {
    Locator own = instance.place().at("remote_write");
    return new RemoteWriteTree(form, settings.nameValidation(), true)
        .add(
            blocks,
            label,
            settings.externalLabels(),
            global,
            destinations,
            own.isThere() ? own : instance.place(),
            log);
  }

  private Expression filtered(String label, Expression targets) {
    if (!instance.filtersHost() || !form.isExact()) {
      return targets;
    }
    Span place = instance.place().at("host_filter").place();
    BlockBuilder block = blocks.add("discovery.host_filter", label, place);
    block.set("targets", place, targets);
    RuleTree.write(
        Lines.of(block, instance.place()),
        "rule",
        instance.hostFilterRules(),
        instance.place().at("host_filter_relabel_configs"));
    return Expressions.reference(block.id() + ".output", place);
  }
}

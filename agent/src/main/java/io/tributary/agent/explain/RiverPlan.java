package io.tributary.agent.explain;

import io.tributary.agent.explain.RiverTargets.Part;
import io.tributary.agent.explain.ScrapePath.Destination;
import io.tributary.agent.explain.ScrapePath.Next;
import io.tributary.agent.explain.ScrapePath.SampleRules;
import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.agent.explain.ScrapePath.TargetRules;
import io.tributary.base.config.SourcePosition;
import io.tributary.component.block.RuleBlock;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.net.client.Urls;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.graph.ScopedBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ways through a graph of components, found by what refers to what: targets come through
/// `discovery.relabel` to `prometheus.scrape`, samples go through `prometheus.relabel` to
/// `prometheus.remote_write`.
///
/// A rule whose arguments are only known while the graph runs is left out, and a note says so.
/// Belongs to one thread.
public final class RiverPlan {
  private static final String SCRAPE = "prometheus.scrape";
  private static final String TARGET_RULES = "discovery.relabel";
  private static final String SAMPLE_RULES = "prometheus.relabel";
  private static final String REMOTE_WRITE = "prometheus.remote_write";
  private static final String DNS = "discovery.dns";
  private static final String WRITE_RULE = "write_relabel_config";

  /// Ways that are followed for one scrape, and components on one of them: more are not read by
  /// anybody.
  private static final int MAX_WAYS = 256;

  private static final int MAX_LENGTH = 64;

  private final Map<String, ScopedBlock> blocks = new LinkedHashMap<>();
  private List<String> notes = new ArrayList<>();

  private RiverPlan(List<ScopedBlock> all) {
    all.forEach(block -> blocks.put(block.id(), block));
  }

  public static ExplainPlan of(List<ScopedBlock> blocks) {
    var plan = new RiverPlan(blocks);
    List<ScrapePath> paths =
        blocks.stream()
            .filter(block -> block.block().name().equals(SCRAPE))
            .map(plan::path)
            .toList();
    return new ExplainPlan(paths, List.of());
  }

  private ScrapePath path(ScopedBlock scrape) {
    notes = new ArrayList<>();
    ScrapeSettings settings = RiverScrape.settings(scrape, notes);
    var sources = new ArrayList<Source>();
    sources(scrape, List.of(), sources);
    return new ScrapePath(
        settings.jobName(),
        scrape.id(),
        position(scrape.block().header()),
        settings,
        sources,
        next(scrape, 0),
        notes);
  }

  /// Adds the ways that lead to the argument `targets` of `to`, which goes on through `rules`.
  private void sources(ScopedBlock to, List<TargetRules> rules, List<Source> found) {
    Optional<Expression> targets = RiverTargets.attribute(to.block(), "targets");
    if (targets.isEmpty() || rules.size() > MAX_LENGTH) {
      return;
    }
    var list = new RiverTargets(to, blocks);
    for (Part part : list.parts(targets.get())) {
      if (found.size() >= MAX_WAYS) {
        notes.add("only " + MAX_WAYS + " of the ways that targets take are followed");
        return;
      }
      ScopedBlock from = part.from().orElse(null);
      if (from != null && from.block().name().equals(TARGET_RULES)) {
        var longer = new ArrayList<TargetRules>();
        longer.add(new TargetRules(from.id(), position(from.block().header()), rules(from)));
        longer.addAll(rules);
        sources(from, longer, found);
      } else {
        found.add(source(from, list.targets(part.expression()), rules));
      }
    }
  }

  private Source source(
      @Nullable ScopedBlock from, Optional<List<Labels>> targets, List<TargetRules> rules) {
    String name = from == null ? "targets that are written there" : from.id();
    if (from == null && targets.isPresent()) {
      return new Source(name, targets.get(), DiscoveryFacts.ofTargets(targets.get()), rules);
    }
    if (targets.isEmpty()) {
      notes.add("the targets of " + name + " are not known here");
    }
    LabelState possible =
        from != null && from.block().name().equals(DNS)
            ? DiscoveryFacts.dns(List.of())
            : LabelState.unknown();
    return new Source(name, targets.orElse(List.of()), possible, rules);
  }

  private List<RelabelRule> rules(ScopedBlock block) {
    var findings = new Findings();
    var reader = BlockReader.of(block.block(), block.scope(), findings);
    return complete(RuleBlock.read(reader, NameValidation.LEGACY).rules(), block.id(), findings);
  }

  /// Notes what is missing among `rules`.
  private List<RelabelRule> complete(List<RelabelRule> rules, String id, Findings findings) {
    for (Diagnostic diagnostic : findings.all()) {
      notes.add("a rule of " + id + " is left out, as it is not known here: " + diagnostic);
    }
    return rules;
  }

  private List<Next> next(ScopedBlock from, int length) {
    Optional<Expression> receivers = RiverTargets.attribute(from.block(), "forward_to");
    if (receivers.isEmpty() || length > MAX_LENGTH) {
      return List.of();
    }
    var all = new ArrayList<Next>();
    for (Part part : new RiverTargets(from, blocks).parts(receivers.get())) {
      part.from()
          .ifPresentOrElse(
              to -> all.addAll(reached(to, length)),
              () -> notes.add("where " + from.id() + " forwards to is not known here"));
    }
    return all;
  }

  private List<Next> reached(ScopedBlock to, int length) {
    return switch (to.block().name()) {
      case SAMPLE_RULES ->
          List.of(
              new SampleRules(
                  to.id(), position(to.block().header()), rules(to), next(to, length + 1)));
      case REMOTE_WRITE -> destinations(to);
      default ->
          List.of(
              new Destination(
                  to.id(), to.id(), "", position(to.block().header()), Labels.EMPTY, List.of()));
    };
  }

  /// One for each endpoint. Nobody but the receiver may see what a URL holds.
  private List<Next> destinations(ScopedBlock block) {
    var findings = new Findings();
    var reader = BlockReader.of(block.block(), block.scope(), findings);
    Labels external = Labels.of(reader.attribute("external_labels").textMap());
    var all = new ArrayList<Next>();
    for (BlockReader endpoint : reader.blocks("endpoint")) {
      String name = endpoint.attribute("name").text("");
      String url = Urls.redact(endpoint.attribute("url").text(""));
      List<RelabelRule> rules =
          RuleBlock.read(endpoint, WRITE_RULE, RiverScrape.validation(endpoint)).rules();
      all.add(
          new Destination(
              block.id(),
              name.isEmpty() ? block.id() : name,
              url,
              position(endpoint.header()),
              external,
              rules));
    }
    complete(List.of(), block.id(), findings);
    return all;
  }

  static SourcePosition position(Span span) {
    return span.isKnown()
        ? new SourcePosition(span.file(), span.line(), span.column())
        : SourcePosition.NONE;
  }

  /// The blocks of files that do not run, which see the standard library alone.
  public static List<ScopedBlock> unstarted(List<Block> blocks, Scope library) {
    return blocks.stream().map(block -> new ScopedBlock(block.id(), block, library)).toList();
  }
}

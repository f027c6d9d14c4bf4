package io.tributary.agent.explain;

import io.tributary.agent.explain.RiverTargets.Part;
import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.agent.explain.ScrapePath.TargetRules;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.graph.ScopedBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final String DNS = "discovery.dns";

  /// Ways that are followed for one scrape, and components on one of them: more are not read by
  /// anybody.
  private static final int MAX_WAYS = 256;

  private static final int MAX_LENGTH = 64;

  /// Components that are looked at for one scrape. Ways double where they part and meet again, also
  /// those that end without a target.
  private static final int MAX_STEPS = 4_096;

  private final Map<String, ScopedBlock> blocks = new LinkedHashMap<>();
  private final Map<String, RiverRules> rules = new HashMap<>();
  private final RiverReceivers receivers = new RiverReceivers(blocks);

  // Of the scrape that is looked at.
  private final Set<String> notes = new LinkedHashSet<>();
  private final List<Source> sources = new ArrayList<>();
  private int steps;

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
    notes.clear();
    sources.clear();
    steps = 0;
    var unknown = new ArrayList<String>();
    ScrapeSettings settings = RiverScrape.settings(scrape, unknown);
    notes.addAll(unknown);
    addSources(scrape, List.of());
    RiverReceivers.Ways ways = receivers.of(scrape);
    notes.addAll(ways.notes());
    return new ScrapePath(
        settings.jobName(),
        scrape.id(),
        scrape.block().header().start(),
        settings,
        sources,
        ways.next(),
        List.copyOf(notes));
  }

  /// Adds the ways that lead to the argument `targets` of `to`, which goes on through `behind`.
  private void addSources(ScopedBlock to, List<TargetRules> behind) {
    Optional<Expression> targets = RiverTargets.attribute(to.block(), "targets");
    if (targets.isEmpty()) {
      return;
    }
    var list = new RiverTargets(to, blocks);
    for (Part part : list.parts(targets.get())) {
      if (sources.size() == MAX_WAYS || behind.size() > MAX_LENGTH || ++steps > MAX_STEPS) {
        notes.add("only some of the ways that targets take are followed: there are too many");
        return;
      }
      ScopedBlock from = part.from().orElse(null);
      if (from != null && from.block().name().equals(TARGET_RULES)) {
        RiverRules here = rules.computeIfAbsent(from.id(), _ -> RiverRules.of(from));
        notes.addAll(here.notes());
        var longer = new ArrayList<TargetRules>();
        longer.add(new TargetRules(from.id(), from.block().header().start(), here.rules()));
        longer.addAll(behind);
        addSources(from, longer);
      } else {
        sources.add(source(from, list.targets(part.expression()), behind));
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

  /// The blocks of files that do not run, which see the standard library alone.
  public static List<ScopedBlock> unstarted(List<Block> blocks, Scope library) {
    return blocks.stream().map(block -> new ScopedBlock(block.id(), block, library)).toList();
  }
}

package io.tributary.agent.explain;

import io.tributary.agent.explain.RiverTargets.Part;
import io.tributary.agent.explain.ScrapePath.Destination;
import io.tributary.agent.explain.ScrapePath.Next;
import io.tributary.agent.explain.ScrapePath.SampleRules;
import io.tributary.base.secret.SecretUrls;
import io.tributary.component.block.RuleBlock;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.syntax.Expression;
import io.tributary.runtime.graph.ScopedBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where samples go behind components. Each component is followed once, however many ways lead to
/// it, and is the same [Next] on all of them. Belongs to one thread.
final class RiverReceivers {
  private static final String SAMPLE_RULES = "prometheus.relabel";
  private static final String REMOTE_WRITE = "prometheus.remote_write";
  private static final String WRITE_RULE = "write_relabel_config";

  /// Components in a row: a longer chain is not read by anybody.
  private static final int MAX_LENGTH = 64;

  private final Map<String, ScopedBlock> blocks;
  private final Map<String, Ways> known = new HashMap<>();

  /// `notes` tell what is not known of them.
  record Ways(List<Next> next, Set<String> notes) {
    static final Ways NONE = new Ways(List.of(), Set.of());
  }

  /// `blocks` are those that can be referred to, by their global ids.
  RiverReceivers(Map<String, ScopedBlock> blocks) {
    this.blocks = blocks;
  }

  /// What the argument `forward_to` of a component leads to.
  Ways of(ScopedBlock component) {
    return of(component, 0);
  }

  private Ways of(ScopedBlock component, int length) {
    Optional<Expression> receivers = RiverTargets.attribute(component.block(), "forward_to");
    if (receivers.isEmpty()) {
      return Ways.NONE;
    }
    if (length == MAX_LENGTH) {
      return new Ways(List.of(), Set.of("what is behind " + component.id() + " is not followed"));
    }
    var next = new ArrayList<Next>();
    var notes = new LinkedHashSet<String>();
    for (Part part : new RiverTargets(component, blocks).parts(receivers.get())) {
      if (part.from().isEmpty()) {
        notes.add("where " + component.id() + " forwards to is not known here");
        continue;
      }
      Ways ways = to(part.from().get(), length + 1);
      next.addAll(ways.next());
      notes.addAll(ways.notes());
    }
    return new Ways(next, notes);
  }

  private Ways to(ScopedBlock component, int length) {
    Ways ways = known.get(component.id());
    if (ways == null) {
      // Components that forward in a circle do not run: it is enough that this comes to an end.
      known.put(component.id(), Ways.NONE);
      ways =
          switch (component.block().name()) {
            case SAMPLE_RULES -> sampleRules(component, length);
            case REMOTE_WRITE -> destinations(component);
            default -> new Ways(List.of(end(component)), Set.of());
          };
      known.put(component.id(), ways);
    }
    return ways;
  }

  private Ways sampleRules(ScopedBlock component, int length) {
    RiverRules rules = RiverRules.of(component);
    Ways behind = of(component, length);
    var notes = new LinkedHashSet<>(rules.notes());
    notes.addAll(behind.notes());
    return new Ways(
        List.of(
            new SampleRules(
                component.id(), component.block().header().start(), rules.rules(), behind.next())),
        notes);
  }

  private static Next end(ScopedBlock component) {
    return new Destination(
        component.id(),
        component.id(),
        "",
        component.block().header().start(),
        Labels.EMPTY,
        List.of());
  }

  /// One for each endpoint. Nobody but the receiver may see what a URL holds.
  private static Ways destinations(ScopedBlock component) {
    var findings = new Findings();
    var reader = BlockReader.of(component.block(), component.scope(), findings);
    Labels external = Labels.of(reader.attribute("external_labels").textMap());
    var all = new ArrayList<Next>();
    for (BlockReader endpoint : reader.blocks("endpoint")) {
      String name = endpoint.attribute("name").text("");
      List<RelabelRule> rules =
          RuleBlock.read(endpoint, WRITE_RULE, RiverScrape.validation(endpoint)).rules();
      all.add(
          new Destination(
              component.id(),
              name.isEmpty() ? component.id() : name,
              SecretUrls.shown(endpoint.attribute("url").text("")),
              endpoint.header().start(),
              external,
              rules));
    }
    return new Ways(all, new LinkedHashSet<>(RiverRules.notes(component, findings)));
  }
}

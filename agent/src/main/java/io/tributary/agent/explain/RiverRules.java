package io.tributary.agent.explain;

import io.tributary.component.block.RuleBlock;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.runtime.graph.ScopedBlock;
import java.util.List;

/// The rules of a component that relabels; `notes` say which are left out, as what they say is only
/// known while the graph runs.
record RiverRules(List<RelabelRule> rules, List<String> notes) {
  RiverRules {
    rules = List.copyOf(rules);
    notes = List.copyOf(notes);
  }

  static RiverRules of(ScopedBlock block) {
    var findings = new Findings();
    var reader = BlockReader.of(block.block(), block.scope(), findings);
    List<RelabelRule> rules = RuleBlock.read(reader, NameValidation.LEGACY).rules();
    return new RiverRules(rules, notes(block, findings));
  }

  static List<String> notes(ScopedBlock block, Findings findings) {
    return findings.all().stream()
        .map(finding ->
            "a rule of " + block.id() + " is left out, as it is not known here: " + finding)
        .toList();
  }
}

package io.tributary.agent.explain;

import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.agent.explain.ScrapePath.TargetRules;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.model.relabel.analysis.RuleAnalysis;
import io.tributary.model.relabel.analysis.RuleFinding;
import java.util.ArrayList;
import java.util.List;

/// What is proven of the rules that the targets of one source pass: those of each component, and
/// those of the job. `after` is what is possible behind all of them.
record SourceFindings(List<List<RuleFinding>> components, List<RuleFinding> job, LabelState after) {
  SourceFindings {
    components = List.copyOf(components);
    job = List.copyOf(job);
  }

  static SourceFindings of(ScrapePath path, Source source) {
    var components = new ArrayList<List<RuleFinding>>();
    LabelState possible = source.possible();
    for (TargetRules rules : source.rules()) {
      RuleAnalysis analysis = RuleAnalysis.of(rules.rules(), possible);
      components.add(analysis.findings());
      possible = analysis.after();
    }
    RuleAnalysis job =
        RuleAnalysis.of(
            path.settings().relabelRules(), DiscoveryFacts.withDefaults(possible, path.settings()));
    return new SourceFindings(components, job.findings(), job.after());
  }
}

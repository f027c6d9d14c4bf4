package io.tributary.agent.explain;

import io.tributary.model.labels.Labels;
import java.util.List;

/// What a running agent knows of the ways of its targets and samples. Thread-safe; answers are
/// snapshots.
public interface ExplainView {
  ExplainPlan explainPlan();

  /// The targets on a way with the labels that discovery gives them, dropped ones as well.
  List<Labels> discovered(ScrapePath path);
}

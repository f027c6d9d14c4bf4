package io.tributary.dialects.prometheus.tree;

/// What the tree is for.
public enum Form {
  /// Does everything that the file says, as Prometheus does it. Where Alloy's components lack an
  /// argument, it uses one of Tributary's own; rules stand in the job, which knows the labels that
  /// they see and does not apply them to `up` and its like.
  EXACT,

  /// The same for an agent to run at once: destinations are there also where there are none yet,
  /// and what the file leaves without a name is known to have none.
  RUNNING,

  /// What Alloy's converter prints, for Alloy to run: `discovery.relabel` and `prometheus.relabel`
  /// for the rules of a job, the defaults of Alloy's components where they differ from those of
  /// Prometheus, and nothing that Alloy does not know.
  ALLOY;

  public boolean isExact() {
    return this != ALLOY;
  }
}

package io.tributary.agent.check;

import io.tributary.agent.check.Lint.Check;
import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.Explainer;
import io.tributary.agent.explain.Explanation;
import io.tributary.agent.explain.ScrapePath;
import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Durations;
import io.tributary.base.config.Severity;
import io.tributary.base.config.SourcePosition;
import io.tributary.model.labels.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is doubtful on the way of targets and samples, in every dialect. For one use.
final class PlanLints {
  /// Targets of one pool that are looked at.
  private static final int MAX_TARGETS = 10_000;

  private final String file;
  private final Duration lookback;
  private final List<Lint> lints = new ArrayList<>();
  private final List<Diagnostic> errors = new ArrayList<>();

  /// The first pool that scrapes a URL.
  private final Map<String, String> pools = new HashMap<>();

  private PlanLints(String file, Duration lookback) {
    this.file = file;
    this.lookback = lookback;
  }

  /// What was found: targets that cannot be are errors.
  record Found(List<Diagnostic> errors, List<Lint> lints) {}

  /// `lookback` is how long queries look back for a sample. `file` is named where no other place is
  /// known.
  static Found of(ExplainPlan plan, String file, Duration lookback) {
    var search = new PlanLints(file, lookback);
    plan.paths().forEach(search::path);
    search.lints.addAll(new RuleLints(file).of(plan));
    if (plan.paths().isEmpty()) {
      search.add(Check.UNUSED, null, "nothing is scraped");
    }
    return new Found(search.errors, search.lints);
  }

  private void path(ScrapePath path) {
    if (path.settings().scrapeInterval().compareTo(lookback) >= 0) {
      add(
          Check.TOO_LONG_SCRAPE_INTERVAL,
          path,
          "too long scrape interval found, data point will be marked as stale - job: "
              + path.pool()
              + ", interval: "
              + Durations.format(path.settings().scrapeInterval()));
    }
    if (path.sources().isEmpty() || hasNoDiscovery(path)) {
      add(Check.UNUSED, path, "job \"" + path.pool() + "\" has no targets");
    }
    if (path.forwardTo().isEmpty() && path.notes().isEmpty()) {
      add(
          Check.UNUSED,
          path,
          "the samples of job \"" + path.pool() + "\" go nowhere: there is no destination");
    }
    targets(path);
  }

  private static boolean hasNoDiscovery(ScrapePath path) {
    return path.component().isEmpty() && path.settings().discovery().isEmpty();
  }

  private void targets(ScrapePath path) {
    Set<String> seen = new HashSet<>();
    Set<String> told = new HashSet<>();
    Explainer explainer = Explainer.of(path);
    int left = MAX_TARGETS;
    for (Source source : path.sources()) {
      for (Labels labels : source.targets()) {
        if (left-- <= 0) {
          add(
              Check.DUPLICATE_TARGETS,
              path,
              "only the first "
                  + MAX_TARGETS
                  + " targets of job \""
                  + path.pool()
                  + "\" are looked at");
          return;
        }
        Explanation explanation = explainer.target(labels);
        if (explanation.verdict().kept()) {
          kept(path, explanation, seen, told);
        } else if (explanation.verdict().rule().isEmpty()) {
          invalid(path, labels, explanation);
        }
      }
    }
  }

  private void kept(ScrapePath path, Explanation explanation, Set<String> seen, Set<String> told) {
    String url = explanation.verdict().url();
    String series = explanation.stages().getLast().output() + " at " + url;
    if (!seen.add(series)) {
      if (told.add(series)) {
        add(
            Check.DUPLICATE_TARGETS,
            path,
            "job \""
                + path.pool()
                + "\" has several targets that are "
                + series
                + " after relabelling: only one of them is scraped");
      }
      return;
    }
    String first = pools.putIfAbsent(url, path.pool());
    if (first != null && !first.equals(path.pool()) && told.add(url)) {
      add(
          Check.DUPLICATE_TARGETS,
          path,
          "the jobs \"" + first + "\" and \"" + path.pool() + "\" both scrape " + url);
    }
  }

  private void invalid(ScrapePath path, Labels labels, Explanation explanation) {
    errors.add(
        Lint.diagnostic(
            Severity.ERROR,
            path.position(),
            file,
            "target "
                + labels
                + " of job \""
                + path.pool()
                + "\": "
                + explanation.verdict().sentence(),
            null));
  }

  private void add(Check check, @Nullable ScrapePath path, String message) {
    lints.add(Lint.at(check, path == null ? SourcePosition.NONE : path.position(), file, message));
  }
}

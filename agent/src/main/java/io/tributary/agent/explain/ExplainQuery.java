package io.tributary.agent.explain;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Suggestions;
import io.tributary.metrics.scrape.Target;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What somebody wants explained: a label set or a target, a sample of it, or a pool as a whole.
///
/// @param pool the scrape pool; may be left out where only one comes into question
/// @param labels of a target, as discovery gives them
/// @param target a known target instead, by its address, instance or URL
/// @param sample as a target exposes it
public record ExplainQuery(
    Optional<String> pool,
    Optional<Labels> labels,
    Optional<String> target,
    Optional<String> sample) {

  /// Targets among which one is looked for, of all pools together.
  private static final int MAX_SEARCHED = 10_000;

  /// Targets of one name that are explained: a proxy is the address of many.
  private static final int MAX_FOUND = 20;

  /// What a query comes to.
  public sealed interface Answer {}

  /// A target or a sample, in each pool that comes into question. `isLimited` where there are more
  /// targets of that name.
  public record Single(List<Explanation> explanations, boolean isLimited) implements Answer {
    public Single {
      explanations = List.copyOf(explanations);
    }
  }

  /// All targets of some pools.
  public record Pools(List<PoolExplanation> explanations) implements Answer {
    public Pools {
      explanations = List.copyOf(explanations);
    }
  }

  /// Answers from `plan`; `discovered` tells the targets that are known of a pool, with the labels
  /// that discovery gives them.
  ///
  /// Throws [ConfigException] with what is missing or not known.
  public Answer answer(ExplainPlan plan, Function<ScrapePath, List<Labels>> discovered) {
    if (target.isPresent() && labels.isPresent()) {
      throw new ConfigException("expected a target or its labels, got both");
    }
    if (target.isPresent()) {
      return ofTarget(plan, discovered, target.get());
    }
    if (labels.isPresent() || sample.isPresent()) {
      return single(only(plan), labels);
    }
    List<ScrapePath> paths = pool.map(name -> named(plan, name)).orElse(plan.paths());
    if (paths.isEmpty()) {
      throw new ConfigException("nothing is scraped");
    }
    return pools(paths, discovered);
  }

  /// The same where there is no room for several pools.
  Answer answerOfOne(ExplainPlan plan, Function<ScrapePath, List<Labels>> discovered) {
    if (target.isPresent() || labels.isPresent() || sample.isPresent()) {
      return answer(plan, discovered);
    }
    List<ScrapePath> paths = only(plan);
    if (paths.size() > 1) {
      throw new ConfigException(
          "there are several scrape pools of that name: say which one is meant of "
              + String.join(", ", paths.stream().map(ScrapePath::component).toList()));
    }
    return pools(paths, discovered);
  }

  private static Pools pools(
      List<ScrapePath> paths, Function<ScrapePath, List<Labels>> discovered) {
    return new Pools(
        paths.stream().map(path -> PoolExplanation.of(path, discovered.apply(path))).toList());
  }

  private Single single(List<ScrapePath> paths, Optional<Labels> of) {
    return new Single(paths.stream().map(path -> explain(path, of)).toList(), false);
  }

  private Explanation explain(ScrapePath path, Optional<Labels> of) {
    Explainer explainer = Explainer.of(path);
    return sample.isPresent()
        ? explainer.sample(of, sample.get())
        : explainer.target(of.orElse(Labels.EMPTY));
  }

  /// The ways of the pool that is meant, where it is said or where there is but one.
  private List<ScrapePath> only(ExplainPlan plan) {
    if (pool.isPresent()) {
      return named(plan, pool.get());
    }
    if (plan.paths().size() == 1) {
      return plan.paths();
    }
    if (plan.paths().isEmpty()) {
      throw new ConfigException("nothing is scraped");
    }
    throw new ConfigException(
        "there are several scrape pools: say which one is meant of "
            + String.join(", ", plan.pools()));
  }

  private static List<ScrapePath> named(ExplainPlan plan, String name) {
    List<ScrapePath> paths = plan.paths(name);
    if (!paths.isEmpty()) {
      return paths;
    }
    String pools = plan.paths().isEmpty() ? "" : ": there are " + String.join(", ", plan.pools());
    throw new ConfigException(
        "there is no scrape pool \""
            + name
            + '"'
            + Suggestions.nearest(name, plan.pools())
                .map(near -> ", did you mean \"" + near + "\"?")
                .orElse(pools));
  }

  /// Every known target of that name; where there is none, one that has nothing but the address.
  private Single ofTarget(
      ExplainPlan plan, Function<ScrapePath, List<Labels>> discovered, String name) {
    List<ScrapePath> paths = pool.map(one -> named(plan, one)).orElse(plan.paths());
    Single found = find(paths, discovered, _ -> labels -> isCalled(labels, name));
    if (found.explanations().isEmpty()) {
      found =
          find(
              paths,
              discovered,
              path -> {
                Explainer explainer = Explainer.of(path);
                return labels ->
                    explainer.outcome(labels).filter(one -> becomes(one, name)).isPresent();
              });
    }
    if (!found.explanations().isEmpty()) {
      return found;
    }
    if (name.contains("/")) {
      throw new ConfigException("no target is known by \"" + name + '"');
    }
    return single(only(plan), Optional.of(Labels.of("__address__", name)));
  }

  private Single find(
      List<ScrapePath> paths,
      Function<ScrapePath, List<Labels>> discovered,
      Function<ScrapePath, Predicate<Labels>> isMeant) {
    var found = new ArrayList<Explanation>();
    int searched = 0;
    for (ScrapePath path : paths) {
      Predicate<Labels> isMeantHere = isMeant.apply(path);
      for (Labels labels : discovered.apply(path)) {
        if (searched++ == MAX_SEARCHED) {
          return new Single(found, true);
        }
        if (!isMeantHere.test(labels)) {
          continue;
        }
        if (found.size() == MAX_FOUND) {
          return new Single(found, true);
        }
        found.add(explain(path, Optional.of(labels)));
      }
    }
    return new Single(found, false);
  }

  private static boolean isCalled(Labels labels, String name) {
    return labels.getOrEmpty("__address__").equals(name)
        || labels.getOrEmpty("instance").equals(name);
  }

  /// Whether relabelling gives a target that name or URL.
  private static boolean becomes(Target target, String name) {
    return target.url().toString().equals(name)
        || target.labels().getOrEmpty("instance").equals(name);
  }
}

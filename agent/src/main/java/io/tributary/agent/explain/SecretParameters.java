package io.tributary.agent.explain;

import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.base.secret.SecretNames;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.analysis.PossibleValues;
import java.util.List;
import java.util.TreeMap;

/// Parameters of scrapes that have the name of a secret, as jobs and labels hold them.
///
/// Whoever asks over HTTP gets the explanation of a plan in which [#STAND_IN] has taken the place
/// of their values. So no form of a value, in a URL, a sentence or a finding, can be in the answer.
public final class SecretParameters {
  /// As it stands for what is hidden in URLs, so that a target is found by the URL that is shown.
  static final String STAND_IN = "xxxxx";

  private static final String LABEL = "__param_";

  private SecretParameters() {}

  /// Whether what a label says is such a parameter.
  public static boolean isSecret(String label) {
    return label.startsWith(LABEL) && SecretNames.isSecret(label.substring(LABEL.length()));
  }

  static ExplainPlan hidden(ExplainPlan plan) {
    return new ExplainPlan(
        plan.paths().stream().map(SecretParameters::hidden).toList(), plan.notes());
  }

  private static ScrapePath hidden(ScrapePath path) {
    return new ScrapePath(
        path.pool(),
        path.component(),
        path.position(),
        hidden(path.settings()),
        path.sources().stream().map(SecretParameters::hidden).toList(),
        path.forwardTo(),
        path.notes());
  }

  private static ScrapeSettings hidden(ScrapeSettings job) {
    RequestSettings request = job.request();
    if (request.params().keySet().stream().noneMatch(SecretNames::isSecret)) {
      return job;
    }
    var params = new TreeMap<>(request.params());
    params.replaceAll((name, values) ->
        SecretNames.isSecret(name)
            ? values.stream().map(SecretParameters::hidden).toList()
            : values);
    return job.withRequest(
        new RequestSettings(
            request.scheme(),
            request.metricsPath(),
            params,
            request.enableCompression(),
            request.protocols(),
            request.fallbackProtocol(),
            request.escaping()));
  }

  private static Source hidden(Source source) {
    return new Source(
        source.name(),
        hidden(source.targets()),
        source.possible().map((label, values) -> isSecret(label) ? hidden(values) : values),
        source.rules());
  }

  static List<Labels> hidden(List<Labels> targets) {
    return targets.stream().map(SecretParameters::hidden).toList();
  }

  /// Also of labels that somebody asks about: where they were copied from a list of targets,
  /// another stand-in is in them.
  static Labels hidden(Labels labels) {
    Labels.Builder changed = null;
    for (int i = 0; i < labels.size(); i++) {
      if (isSecret(labels.name(i))) {
        changed = changed == null ? new Labels.Builder(labels) : changed;
        changed.set(labels.name(i), hidden(labels.value(i)));
      }
    }
    return changed == null ? labels : changed.build();
  }

  private static PossibleValues hidden(PossibleValues values) {
    return values
        .known()
        .map(known ->
            PossibleValues.only(known.stream().map(SecretParameters::hidden).distinct().toList()))
        .orElse(values);
  }

  /// Whether there is a value is no secret.
  private static String hidden(String value) {
    return value.isEmpty() ? "" : STAND_IN;
  }
}

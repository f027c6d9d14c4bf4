package io.tributary.model.relabel.explain;

import io.tributary.base.config.Suggestions;
import io.tributary.base.text.Quoting;
import io.tributary.model.labels.Labels;
import io.tributary.model.regex.Regex;
import io.tributary.model.regex.RegexException;
import io.tributary.model.regex.Spans;
import io.tributary.model.regex.Template;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.explain.NearMiss.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks for what is probably not as it was meant: each suspicion is tried, and told only if the
/// rule would have matched.
final class NearMisses {
  /// Longer texts are not searched: this is for what people can read.
  private static final int MAX_TEXT = 4_096;

  private static final List<String> SEPARATORS =
      List.of(";", "", "/", ":", "-", "_", ".", ",", "@", " ", "|");

  private final RelabelRule rule;
  private final Labels labels;
  private final RuleMatch match;
  private final List<NearMiss> found = new ArrayList<>();

  private NearMisses(RelabelRule rule, Labels labels, RuleMatch match) {
    this.rule = rule;
    this.labels = labels;
    this.match = match;
  }

  static List<NearMiss> find(RelabelRule rule, Labels labels, RuleMatch match) {
    var search = new NearMisses(rule, labels, match);
    search.search();
    return search.found;
  }

  private void search() {
    sourceLabels();
    switch (rule.action()) {
      case KEEP, DROP, REPLACE -> values(match.source().orElse(""));
      case KEEPEQUAL, DROPEQUAL -> equality(match.source().orElse(""));
      case LABELMAP, LABELDROP -> names();
      case LABELKEEP, HASHMOD, LOWERCASE, UPPERCASE -> {}
    }
    if (match.matched() && isTemplated()) {
      template();
    }
  }

  private boolean isTemplated() {
    return rule.action() == RelabelAction.REPLACE || rule.action() == RelabelAction.LABELMAP;
  }

  private void add(Kind kind, String sentence) {
    found.add(new NearMiss(kind, sentence));
  }

  /// A misspelled one is worth a word even where the rule matches: `(.*)` matches what is not
  /// there.
  private void sourceLabels() {
    for (String name : rule.sourceLabels()) {
      if (labels.get(name) != null) {
        continue;
      }
      Optional<String> near = near(name);
      if (near.isPresent()) {
        add(
            Kind.MISSPELLED_LABEL,
            "there is no label "
                + name
                + ", but there is "
                + near.get()
                + " = "
                + Quoting.excerpt(labels.getOrEmpty(near.get()))
                + (wouldMatchWith(name, near.get()) ? ", with which it would match" : ""));
      } else if (!match.matched() || seesNothing()) {
        add(Kind.MISSING_LABEL, "there is no label " + name + ": its value counts as empty");
      }
    }
  }

  /// Whether a rule that copies has nothing to copy.
  private boolean seesNothing() {
    return rule.action() == RelabelAction.REPLACE
        && rule.replacement().contains("$")
        && rule.sourceLabels().stream().allMatch(name -> labels.get(name) == null);
  }

  /// Present, not among the source labels already, and at most two edits away.
  private Optional<String> near(String name) {
    List<String> others =
        labels.toMap().keySet().stream().filter(l -> !rule.sourceLabels().contains(l)).toList();
    for (int edits = 1; edits <= Math.min(2, name.length() / 3); edits++) {
      for (String other : others) {
        if (Suggestions.isNear(name, other, edits)) {
          return Optional.of(other);
        }
      }
    }
    return Optional.empty();
  }

  private boolean wouldMatchWith(String missing, String near) {
    if (match.matched() || !comparesPattern()) {
      return false;
    }
    return rule.regex().matches(joined(rule.separator(), Map.of(missing, near)));
  }

  private boolean comparesPattern() {
    return switch (rule.action()) {
      case KEEP, DROP, REPLACE -> true;
      default -> false;
    };
  }

  private String joined(String separator, Map<String, String> renamed) {
    return rule.sourceLabels().stream()
        .map(name -> labels.getOrEmpty(renamed.getOrDefault(name, name)))
        .collect(Collectors.joining(separator));
  }

  private void values(String source) {
    if (source.length() > MAX_TEXT) {
      return;
    }
    if (match.matched()) {
      wide(source);
      return;
    }
    if (source.isEmpty()) {
      return;
    }
    String pattern = rule.regex().pattern();
    boolean told = blank(source) || otherCase(source) || escapes(source, pattern);
    if (!told && !separators()) {
      partial(source, pattern);
    }
  }

  private boolean blank(String source) {
    String stripped = source.strip();
    if (stripped.equals(source) || !rule.regex().matches(stripped)) {
      return false;
    }
    add(
        Kind.BLANK,
        Quoting.excerpt(source)
            + " has blanks or line breaks at its ends; without them it would match");
    return true;
  }

  private boolean otherCase(String source) {
    if (!matches("(?i:" + rule.regex().pattern() + ")", source)) {
      return false;
    }
    add(Kind.CASE, "only upper and lower case differ: (?i) before the regex would ignore them");
    return true;
  }

  private boolean escapes(String source, String pattern) {
    if (pattern.contains("\\\\") && matches(pattern.replace("\\\\", "\\"), source)) {
      add(
          Kind.ESCAPE,
          "the regex holds two backslashes where one was probably meant: YAML takes them away"
              + " inside double quotes only, River inside quotes only");
      return true;
    }
    if (source.equals(pattern)) {
      add(
          Kind.ESCAPE,
          "the value is the same text as the regex, whose special characters need a backslash to"
              + " stand for themselves");
      return true;
    }
    return false;
  }

  private boolean separators() {
    if (rule.sourceLabels().size() < 2) {
      return false;
    }
    for (String separator : SEPARATORS) {
      if (!separator.equals(rule.separator())
          && rule.regex().matches(joined(separator, Map.of()))) {
        add(
            Kind.SEPARATOR,
            "the values are joined with "
                + Quoting.quote(rule.separator())
                + "; with "
                + Quoting.quote(separator)
                + " it would match");
        return true;
      }
    }
    return false;
  }

  private void partial(String source, String pattern) {
    searching(pattern)
        .flatMap(regex -> part(source, regex))
        .ifPresent(part ->
            add(
                Kind.PARTIAL,
                "the regex matches only the part "
                    + Quoting.excerpt(part)
                    + ", and it has to match the whole: "
                    + widened(source, part, pattern)
                    + " would"));
  }

  /// The pattern with `.*` where more text stands.
  private static String widened(String source, String part, String pattern) {
    String core = pattern.contains("|") ? "(?:" + pattern + ")" : pattern;
    int at = source.indexOf(part);
    return (at == 0 ? "" : ".*") + core + (at + part.length() == source.length() ? "" : ".*");
  }

  /// Finds the first part that the pattern matches; empty where it leaves its anchors by itself.
  private static Optional<Regex> searching(String pattern) {
    return compiled(".*?(" + pattern + ").*");
  }

  /// The part that is found, unless that is empty.
  private static Optional<String> part(String source, Regex searching) {
    var spans = new Spans();
    if (!searching.match(source, spans) || !spans.has(1) || spans.start(1) == spans.end(1)) {
      return Optional.empty();
    }
    return Optional.of(source.substring(spans.start(1), spans.end(1)));
  }

  private static boolean matches(String pattern, String text) {
    return compiled(pattern).filter(regex -> regex.matches(text)).isPresent();
  }

  private static Optional<Regex> compiled(String pattern) {
    try {
      return Optional.of(Regex.compile(pattern));
    } catch (RegexException _) {
      return Optional.empty();
    }
  }

  private void wide(String source) {
    String escaped = LiteralDots.escaped(rule.regex().pattern());
    if (!escaped.equals(rule.regex().pattern()) && !matches(escaped, source)) {
      add(
          Kind.WIDE,
          "it matches only because a dot in the regex stands for any character: "
              + escaped
              + " would match dots alone");
    }
  }

  private void equality(String source) {
    String target = labels.getOrEmpty(rule.targetLabel());
    if (match.matched()) {
      return;
    }
    if (source.equalsIgnoreCase(target)) {
      add(Kind.CASE, "only upper and lower case differ");
    } else if (source.strip().equals(target.strip())) {
      add(Kind.BLANK, "only blanks or line breaks at the ends differ");
    }
    if (labels.get(rule.targetLabel()) == null) {
      add(
          Kind.MISSING_LABEL,
          "there is no label " + rule.targetLabel() + ": its value counts as empty");
    }
  }

  /// For actions on names of which none matched.
  private void names() {
    if (match.matched()) {
      return;
    }
    String pattern = rule.regex().pattern();
    Set<String> names = labels.toMap().keySet();
    Optional<String> otherCase =
        compiled("(?i:" + pattern + ")")
            .flatMap(regex -> names.stream().filter(regex::matches).findFirst());
    if (otherCase.isPresent()) {
      add(Kind.CASE, "the name " + otherCase.get() + " differs in upper and lower case only");
      return;
    }
    Optional<Regex> searching = searching(pattern);
    for (String name : names) {
      Optional<String> part = searching.flatMap(regex -> part(name, regex));
      if (part.isPresent()) {
        add(
            Kind.PARTIAL,
            "the regex matches only a part of the name "
                + name
                + ", and it has to match the whole: "
                + (name.startsWith(part.get()) ? pattern + "(.+)" : ".*" + pattern + ".*")
                + " would");
        return;
      }
    }
  }

  private void template() {
    unknownGroup(rule.targetLabel());
    unknownGroup(rule.replacement());
  }

  private void unknownGroup(String text) {
    TemplateAdvice.of(Template.compile(text, rule.regex()), rule.regex())
        .ifPresent(advice -> add(Kind.TEMPLATE, advice));
  }
}

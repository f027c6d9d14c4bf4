package io.tributary.model.relabel.explain;

import io.tributary.model.labels.Labels;
import io.tributary.model.regex.Regex;
import io.tributary.model.regex.Spans;
import io.tributary.model.relabel.RelabelRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a rule compared, and whether that matched.
///
/// @param source the values of the source labels with separators between them; empty for actions
///   that look at names
/// @param groups what the groups of the pattern captured, where it matched
/// @param names the names that matched, for actions that look at names
public record RuleMatch(
    Optional<String> source, boolean matched, List<Group> groups, List<String> names) {

  public RuleMatch {
    groups = List.copyOf(groups);
    names = List.copyOf(names);
  }

  /// A group of the pattern; `name` is empty where it has none, `text` where it took no part.
  public record Group(int number, String name, Optional<String> text) {}

  static RuleMatch of(RelabelRule rule, Labels labels) {
    return switch (rule.action()) {
      case REPLACE, KEEP, DROP -> byValue(rule, source(rule, labels));
      case KEEPEQUAL, DROPEQUAL -> {
        String source = source(rule, labels);
        yield always(source, source.equals(labels.getOrEmpty(rule.targetLabel())));
      }
      case HASHMOD, LOWERCASE, UPPERCASE -> always(source(rule, labels), true);
      case LABELMAP, LABELDROP, LABELKEEP -> byName(rule, labels);
    };
  }

  private static RuleMatch byValue(RelabelRule rule, String source) {
    var spans = new Spans();
    boolean matched = rule.regex().match(source, spans);
    return new RuleMatch(
        Optional.of(source),
        matched,
        matched ? groups(rule.regex(), source, spans) : List.of(),
        List.of());
  }

  private static List<Group> groups(Regex regex, String source, Spans spans) {
    Map<Integer, String> names =
        regex.groupNames().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    var groups = new ArrayList<Group>();
    for (int number = 1; number <= regex.groupCount(); number++) {
      Optional<String> text =
          spans.has(number)
              ? Optional.of(source.substring(spans.start(number), spans.end(number)))
              : Optional.empty();
      groups.add(new Group(number, names.getOrDefault(number, ""), text));
    }
    return groups;
  }

  private static RuleMatch byName(RelabelRule rule, Labels labels) {
    List<String> names = labels.toMap().keySet().stream().filter(rule.regex()::matches).toList();
    return new RuleMatch(Optional.empty(), !names.isEmpty(), List.of(), names);
  }

  private static RuleMatch always(String source, boolean matched) {
    return new RuleMatch(Optional.of(source), matched, List.of(), List.of());
  }

  static String source(RelabelRule rule, Labels labels) {
    return rule.sourceLabels().stream()
        .map(labels::getOrEmpty)
        .collect(Collectors.joining(rule.separator()));
  }
}

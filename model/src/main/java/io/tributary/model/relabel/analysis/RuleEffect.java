package io.tributary.model.relabel.analysis;

import io.tributary.model.regex.Regex;
import io.tributary.model.regex.RegexFacts;
import io.tributary.model.regex.Spans;
import io.tributary.model.regex.Template;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is possible behind a rule, given what is possible before it.
final class RuleEffect {
  private final RelabelRule rule;
  private final Regex regex;
  private final LabelState before;
  private final SourceTexts texts;

  RuleEffect(RelabelRule rule, LabelState before) {
    this.rule = rule;
    this.regex = rule.regex();
    this.before = before;
    this.texts = new SourceTexts(rule, before);
  }

  /// Only where the rule lets something pass.
  LabelState after() {
    if (!RegexFacts.of(regex).isAnchored()) {
      return LabelState.unknown();
    }
    return switch (rule.action()) {
      case KEEP -> ofOnlySource((name, values) -> values.keep(regex));
      case DROP -> ofOnlySource((name, values) -> values.drop(regex));
      case KEEPEQUAL, DROPEQUAL -> before;
      case REPLACE -> replace();
      case HASHMOD -> written(rule.targetLabel(), hashes());
      case LOWERCASE, UPPERCASE -> written(rule.targetLabel(), otherCase());
      case LABELMAP -> labelMap();
      case LABELDROP ->
          before.map((name, values) -> regex.matches(name) ? PossibleValues.ABSENT : values);
      case LABELKEEP ->
          before.map((name, values) -> regex.matches(name) ? values : PossibleValues.ABSENT);
    };
  }

  private LabelState ofOnlySource(LabelState.Change change) {
    if (rule.sourceLabels().size() != 1) {
      return before;
    }
    String source = rule.sourceLabels().getFirst();
    return before.map((name, values) -> name.equals(source) ? change.apply(name, values) : values);
  }

  private LabelState written(String label, PossibleValues values) {
    return before
        .map((name, known) -> name.equals(label) ? values : known)
        .withNames(Optional.of(Set.of(label)));
  }

  private PossibleValues hashes() {
    if (Long.compareUnsigned(rule.modulus(), PossibleValues.MAX_KNOWN) > 0) {
      return PossibleValues.ANY.keep(Regex.compile("[0-9]+")).present();
    }
    var numbers = new ArrayList<String>();
    for (long i = 0; i < rule.modulus(); i++) {
      numbers.add(Long.toString(i));
    }
    return PossibleValues.only(numbers);
  }

  /// ASCII alone is certain to be mapped here as it is by the engine.
  private PossibleValues otherCase() {
    return texts
        .all()
        .filter(all -> all.stream().allMatch(text -> text.chars().allMatch(c -> c < 0x80)))
        .map(all -> PossibleValues.only(all.stream().map(this::otherCase).toList()))
        .orElse(PossibleValues.ANY);
  }

  private String otherCase(String text) {
    return rule.action() == RelabelAction.LOWERCASE
        ? text.toLowerCase(Locale.ROOT)
        : text.toUpperCase(Locale.ROOT);
  }

  private LabelState replace() {
    Answer answer = texts.matches(regex);
    if (answer == Answer.NEVER) {
      return before;
    }
    Template target = Template.compile(rule.targetLabel(), regex);
    Template replacement = Template.compile(rule.replacement(), regex);
    Optional<Map<String, Set<String>>> writes = writes(target, replacement);
    if (writes.isPresent()) {
      Map<String, Set<String>> known = writes.get();
      boolean certain = answer == Answer.ALWAYS && known.size() == 1 && target.isLiteral();
      return before
          .map((name, values) -> {
            Set<String> written = known.get(name);
            if (written == null) {
              return values;
            }
            PossibleValues now = PossibleValues.only(written);
            return certain ? now : now.or(values);
          })
          .withNames(Optional.of(known.keySet()));
    }
    if (!target.isLiteral()) {
      return before
          .map((name, values) -> target.couldExpandTo(name) ? PossibleValues.ANY : values)
          .withNames(Optional.empty());
    }
    PossibleValues written = written(replacement);
    PossibleValues now =
        answer == Answer.ALWAYS ? written : written.or(before.of(target.literal()));
    return written(target.literal(), now);
  }

  /// The labels that may be written with their values, for texts that are all known.
  private Optional<Map<String, Set<String>>> writes(Template target, Template replacement) {
    return texts
        .all()
        .map(all -> {
          var writes = new HashMap<String, Set<String>>();
          var spans = new Spans();
          for (String text : all) {
            if (regex.match(text, spans)) {
              String label = target.expand(text, spans);
              if (rule.validation().isValidLabelName(label)) {
                writes
                    .computeIfAbsent(label, _ -> new HashSet<>())
                    .add(replacement.expand(text, spans));
              }
            }
          }
          return writes;
        });
  }

  /// What a replacement may come to, for texts that are not known.
  private PossibleValues written(Template replacement) {
    if (replacement.isLiteral()) {
      return PossibleValues.only(replacement.literal());
    }
    boolean copies =
        rule.sourceLabels().size() == 1
            && rule.replacement().equals("$1")
            && List.of("(.*)", "(.+)").contains(regex.pattern());
    return copies ? before.of(rule.sourceLabels().getFirst()).keep(regex) : PossibleValues.ANY;
  }

  private LabelState labelMap() {
    Template replacement = Template.compile(rule.replacement(), regex);
    if (before.names().isEmpty()) {
      return before.map(
          (name, values) -> replacement.couldExpandTo(name) ? PossibleValues.ANY : values);
    }
    var mapped = new HashMap<String, PossibleValues>();
    for (String name : before.names().get()) {
      PossibleValues values = before.of(name);
      if (regex.matches(name) && !values.isAbsent()) {
        mapped.merge(regex.replaceAll(name, replacement), values.present(), PossibleValues::or);
      }
    }
    return before
        .map((name, values) -> {
          PossibleValues more = mapped.get(name);
          return more == null ? values : values.or(more);
        })
        .withNames(Optional.of(mapped.keySet()));
  }
}

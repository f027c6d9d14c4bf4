package io.tributary.model.relabel.analysis;

import io.tributary.base.text.Quoting;
import io.tributary.model.regex.Regex;
import io.tributary.model.regex.RegexFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values that a label can have at some point; the empty one means that it is not there.
///
/// Either all of them are known (`only`), or they are all texts that match each of `matching` and
/// none of `notMatching`. Immutable.
public final class PossibleValues {
  /// More than this count as unknown.
  static final int MAX_KNOWN = 1_024;

  private static final int MAX_CONSTRAINTS = 16;
  private static final int MAX_SHOWN = 5;

  /// Nothing is known.
  public static final PossibleValues ANY = new PossibleValues(null, List.of(), List.of());

  /// The label is not there.
  public static final PossibleValues ABSENT = only(List.of(""));

  private final @Nullable Set<String> only;
  private final List<Regex> matching;
  private final List<Regex> notMatching;

  private PossibleValues(
      @Nullable Set<String> only, List<Regex> matching, List<Regex> notMatching) {
    this.only = only;
    this.matching = matching;
    this.notMatching = notMatching;
  }

  public static PossibleValues only(Collection<String> values) {
    return values.size() > MAX_KNOWN
        ? ANY
        : new PossibleValues(new LinkedHashSet<>(values), List.of(), List.of());
  }

  public static PossibleValues only(String value) {
    return only(List.of(value));
  }

  /// Whatever value it has, it has one.
  public PossibleValues present() {
    return drop(Regex.compile(""));
  }

  /// All values, where they are known.
  public Optional<Set<String>> known() {
    return Optional.ofNullable(only);
  }

  /// Whether `value` is among them.
  public boolean contains(String value) {
    return only != null
        ? only.contains(value)
        : matching.stream().allMatch(regex -> regex.matches(value))
            && notMatching.stream().noneMatch(regex -> regex.matches(value));
  }

  public boolean isAbsent() {
    return only != null && only.equals(Set.of(""));
  }

  Answer matches(Regex regex) {
    if (only != null) {
      return answer(only, regex);
    }
    RegexFacts facts = RegexFacts.of(regex);
    if (facts.matchesAll()
        || matching.contains(regex)
        || (facts.matchesAllButEmpty() && !contains(""))) {
      return Answer.ALWAYS;
    }
    boolean never =
        notMatching.contains(regex)
            || matching.stream().anyMatch(other -> RegexFacts.of(other).excludes(facts))
            || facts.words().map(words -> words.stream().noneMatch(this::contains)).orElse(false);
    return never ? Answer.NEVER : Answer.SOMETIMES;
  }

  private static Answer answer(Set<String> texts, Regex regex) {
    long matches = texts.stream().filter(regex::matches).count();
    if (matches == 0) {
      return Answer.NEVER;
    }
    return matches == texts.size() ? Answer.ALWAYS : Answer.SOMETIMES;
  }

  /// Those that match.
  PossibleValues keep(Regex regex) {
    if (only != null) {
      return only(only.stream().filter(regex::matches).toList());
    }
    Optional<Set<String>> words = RegexFacts.of(regex).words();
    if (words.isPresent() && words.get().size() <= MAX_KNOWN) {
      return only(words.get().stream().filter(this::contains).toList());
    }
    return new PossibleValues(null, with(matching, regex), notMatching);
  }

  /// Those that do not match.
  PossibleValues drop(Regex regex) {
    return only != null
        ? only(only.stream().filter(value -> !regex.matches(value)).toList())
        : new PossibleValues(null, matching, with(notMatching, regex));
  }

  private static List<Regex> with(List<Regex> regexes, Regex more) {
    if (regexes.size() >= MAX_CONSTRAINTS || regexes.contains(more)) {
      return regexes;
    }
    var all = new ArrayList<>(regexes);
    all.add(more);
    return List.copyOf(all);
  }

  /// Those of both.
  public PossibleValues or(PossibleValues other) {
    if (only != null && other.only != null) {
      var all = new LinkedHashSet<>(only);
      all.addAll(other.only);
      return only(all);
    }
    return new PossibleValues(
        null,
        common(matching, other, true, other.matching, this),
        common(notMatching, other, false, other.notMatching, this));
  }

  /// The constraints of one side that the other satisfies as well.
  private static List<Regex> common(
      List<Regex> mine,
      PossibleValues other,
      boolean match,
      List<Regex> theirs,
      PossibleValues me) {
    var all = new LinkedHashSet<Regex>();
    mine.stream().filter(regex -> other.satisfies(regex, match)).forEach(all::add);
    theirs.stream().filter(regex -> me.satisfies(regex, match)).forEach(all::add);
    return List.copyOf(all);
  }

  private boolean satisfies(Regex regex, boolean match) {
    return matches(regex) == (match ? Answer.ALWAYS : Answer.NEVER);
  }

  /// For a sentence: `can only be "a" or "b"`.
  public String describe() {
    if (isAbsent()) {
      return "is never there";
    }
    if (only != null) {
      return only.isEmpty() ? "cannot be anything" : "can only be " + listed(only);
    }
    if (!matching.isEmpty()) {
      return "always matches /" + matching.getFirst().pattern() + "/";
    }
    List<String> patterns =
        notMatching.stream().map(Regex::pattern).filter(pattern -> !pattern.isEmpty()).toList();
    if (patterns.isEmpty()) {
      return notMatching.isEmpty() ? "can be anything" : "is never empty";
    }
    return "never matches /" + String.join("/, /", patterns) + "/";
  }

  private static String listed(Set<String> values) {
    String first =
        new TreeSet<>(values)
            .stream()
                .limit(MAX_SHOWN)
                .map(value -> value.isEmpty() ? "absent" : Quoting.excerpt(value))
                .collect(Collectors.joining(" or "));
    int more = values.size() - MAX_SHOWN;
    return more > 0 ? first + " or one of " + more + " more" : first;
  }

  @Override
  public String toString() {
    return describe();
  }
}

package io.tributary.model.regex;

import io.tributary.model.regex.SimplePattern.Alternative;
import io.tributary.model.regex.SimplePattern.Group;
import io.tributary.model.regex.SimplePattern.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the part of RE2's syntax that [SimplePattern] can match, by recursive descent.
///
/// Understood: literal characters and escaped punctuation, `.*` and `.+` (lazy or not), groups
/// (plain, named, not capturing), alternation, small classes such as `[ab]` or `[0-9]`, `?` behind
/// any of these, `^` and `$` at the ends of a top-level alternative. Anything else, a syntax error
/// included, makes the answer null and the engine responsible.
final class SimplePatternParser {
  /// Characters that multiplying alternatives out may copy. Beyond that the engine does better.
  private static final int MAX_WORK = 1 << 20;

  private static final int MAX_NESTING = 20;
  private static final int MAX_CLASS_MEMBERS = 16;
  private static final String SPECIAL = "\\.+*?()|[]{}^$";

  /// The pattern is not simple. Control flow, but once per pattern and without a stack trace.
  private static final class NotSimple extends Exception {
    NotSimple() {
      super(null, null, false, false);
    }
  }

  /// One alternative while it grows.
  private static final class Draft {
    final List<String> literals = new ArrayList<>();
    final List<Integer> gapMin = new ArrayList<>();
    final StringBuilder literal = new StringBuilder();

    final Map<Integer, Group> groups = new HashMap<>();

    Draft copy() {
      var copy = new Draft();
      copy.literals.addAll(literals);
      copy.gapMin.addAll(gapMin);
      copy.literal.append(literal);
      copy.groups.putAll(groups);
      return copy;
    }

    boolean isEmpty() {
      return gapMin.isEmpty() && literal.isEmpty();
    }

    /// What copying it costs, in characters or their like.
    int weight() {
      int weight = 16 + literal.length() + groups.size();
      for (String done : literals) {
        weight += 1 + done.length();
      }
      return weight;
    }

    Mark here() {
      return new Mark(gapMin.size(), literal.length());
    }

    void gap(int min) {
      literals.add(literal.toString());
      literal.setLength(0);
      gapMin.add(min);
    }

    /// Puts `next` behind this draft.
    void append(Draft next) {
      int literalsBefore = gapMin.size();
      int offsetBefore = literal.length();
      next.groups.forEach((index, group) ->
          groups.put(
              index,
              new Group(
                  shifted(group.start(), literalsBefore, offsetBefore),
                  shifted(group.end(), literalsBefore, offsetBefore))));
      for (int i = 0; i < next.gapMin.size(); i++) {
        literal.append(next.literals.get(i));
        gap(next.gapMin.get(i));
      }
      literal.append(next.literal);
    }

    private static Mark shifted(Mark mark, int literals, int offset) {
      return new Mark(
          mark.literal() + literals, mark.literal() == 0 ? mark.offset() + offset : mark.offset());
    }

    Alternative finish(int groupCount) throws NotSimple {
      // Gaps side by side would have to count code points: one character can be two `char`s.
      if (gapMin.size() > 1 && literals.subList(1, literals.size()).contains("")) {
        throw new NotSimple();
      }
      var all = new ArrayList<>(literals);
      all.add(literal.toString());
      var places = new @Nullable Group[groupCount];
      for (int i = 0; i < groupCount; i++) {
        places[i] = groups.get(i + 1);
      }
      return new Alternative(
          all.toArray(String[]::new),
          gapMin.stream().mapToInt(Integer::intValue).toArray(),
          places);
    }
  }

  private final String pattern;
  private int at;
  private int depth;
  private int work;
  private int groupCount;
  private final Map<String, Integer> groupNames = new HashMap<>();

  SimplePatternParser(String pattern) {
    this.pattern = pattern;
  }

  @Nullable SimplePattern parse() {
    try {
      List<Draft> drafts = alternation();
      if (at < pattern.length()) {
        return null; // A closing parenthesis too many.
      }
      var alternatives = new ArrayList<Alternative>(drafts.size());
      for (Draft draft : drafts) {
        alternatives.add(draft.finish(groupCount));
      }
      return new SimplePattern(alternatives, groupCount, groupNames);
    } catch (NotSimple e) {
      return null;
    }
  }

  private List<Draft> alternation() throws NotSimple {
    var all = new ArrayList<>(concatenation());
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      all.addAll(concatenation());
    }
    return all;
  }

  private List<Draft> concatenation() throws NotSimple {
    List<Draft> drafts = new ArrayList<>(List.of(new Draft()));
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '|' || c == ')') {
        break;
      }
      switch (c) {
        case '.' -> gap(drafts);
        case '(' -> drafts = product(drafts, optional(group()));
        case '[' -> drafts = product(drafts, optional(characterClass()));
        case '^' -> beginOfText(drafts);
        case '$' -> endOfText();
        default -> drafts = literal(drafts);
      }
    }
    return drafts;
  }

  private void gap(List<Draft> drafts) throws NotSimple {
    at++;
    int min =
        switch (peek()) {
          case '*' -> 0;
          case '+' -> 1;
          default -> throw new NotSimple();
        };
    at++;
    if (peek() == '?') {
      at++;
    }
    refuseQuantifier();
    work(drafts.size());
    for (Draft draft : drafts) {
      draft.gap(min);
    }
  }

  private List<Draft> literal(List<Draft> drafts) throws NotSimple {
    int codePoint = literalCodePoint();
    if (peek() == '?') {
      var one = new Draft();
      one.literal.appendCodePoint(codePoint);
      return product(drafts, optional(List.of(one)));
    }
    refuseQuantifier();
    work(drafts.size());
    for (Draft draft : drafts) {
      draft.literal.appendCodePoint(codePoint);
    }
    return drafts;
  }

  private int literalCodePoint() throws NotSimple {
    int codePoint = pattern.codePointAt(at);
    if (codePoint == '\\') {
      at++;
      int escaped = peek();
      if (escaped < '!' || escaped > '~' || Character.isLetterOrDigit(escaped)) {
        throw new NotSimple();
      }
      at++;
      return escaped;
    }
    boolean bracket = codePoint == ']' || codePoint == '}';
    boolean halfPair = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    if (halfPair || (!bracket && SPECIAL.indexOf(codePoint) >= 0)) {
      throw new NotSimple();
    }
    at += Character.charCount(codePoint);
    return codePoint;
  }

  private List<Draft> group() throws NotSimple {
    if (++depth > MAX_NESTING) {
      throw new NotSimple();
    }
    at++;
    int group = 0;
    if (peek() != '?') {
      group = ++groupCount;
    } else if (pattern.startsWith("?:", at)) {
      at += 2;
    } else {
      group = ++groupCount;
      groupName();
    }
    List<Draft> drafts = alternation();
    if (peek() != ')') {
      throw new NotSimple();
    }
    at++;
    depth--;
    if (group > 0) {
      for (Draft draft : drafts) {
        draft.groups.put(group, new Group(new Mark(0, 0), draft.here()));
      }
    }
    return drafts;
  }

  private void groupName() throws NotSimple {
    int start = pattern.startsWith("?P<", at) ? at + 3 : pattern.startsWith("?<", at) ? at + 2 : -1;
    int end = start < 0 ? -1 : pattern.indexOf('>', start);
    if (end <= start || !pattern.substring(start, end).matches("\\w+")) {
      throw new NotSimple();
    }
    if (groupNames.put(pattern.substring(start, end), groupCount) != null) {
      throw new NotSimple();
    }
    at = end + 1;
  }

  /// `[abc]`, `[0-9]`; no negation, no escapes, no named classes.
  private List<Draft> characterClass() throws NotSimple {
    at++;
    var members = new ArrayList<Draft>();
    while (peek() != ']') {
      char from = classMember();
      char to = from;
      if (peek() == '-') {
        at++;
        to = classMember();
      }
      if (to < from) {
        throw new NotSimple();
      }
      for (int c = from; c <= to; c++) {
        var one = new Draft();
        one.literal.append((char) c);
        members.add(one);
        if (members.size() > MAX_CLASS_MEMBERS) {
          throw new NotSimple();
        }
      }
    }
    if (members.isEmpty()) {
      throw new NotSimple();
    }
    at++;
    return members;
  }

  private char classMember() throws NotSimple {
    int c = peek();
    if (c < ' ' || c > '~' || "\\[]^-".indexOf(c) >= 0) {
      throw new NotSimple();
    }
    at++;
    return (char) c;
  }

  /// Adds the empty alternative where a `?` follows: behind the others, or before them if it is
  /// lazy.
  private List<Draft> optional(List<Draft> drafts) throws NotSimple {
    if (peek() != '?') {
      refuseQuantifier();
      return drafts;
    }
    at++;
    var all = new ArrayList<>(drafts);
    if (peek() == '?') {
      at++;
      all.addFirst(new Draft());
    } else {
      all.addLast(new Draft());
    }
    refuseQuantifier();
    return all;
  }

  private List<Draft> product(List<Draft> left, List<Draft> right) throws NotSimple {
    boolean only =
        left.size() == 1 && left.getFirst().isEmpty() && left.getFirst().groups.isEmpty();
    if (only) {
      return new ArrayList<>(right);
    }
    var all = new ArrayList<Draft>();
    for (Draft first : left) {
      for (Draft second : right) {
        work(first.weight() + second.weight());
        Draft both = first.copy();
        both.append(second);
        all.add(both);
      }
    }
    return all;
  }

  private void work(int characters) throws NotSimple {
    work += characters;
    if (work > MAX_WORK) {
      throw new NotSimple();
    }
  }

  /// Inside a group it would depend on what stands before the group: left to the engine.
  private void beginOfText(List<Draft> drafts) throws NotSimple {
    at++;
    refuseQuantifier();
    if (depth > 0 || !drafts.stream().allMatch(Draft::isEmpty)) {
      throw new NotSimple();
    }
  }

  private void endOfText() throws NotSimple {
    at++;
    if (depth > 0 || (at < pattern.length() && pattern.charAt(at) != '|')) {
      throw new NotSimple();
    }
  }

  private void refuseQuantifier() throws NotSimple {
    int c = peek();
    if (c == '*' || c == '+' || c == '?' || c == '{') {
      throw new NotSimple();
    }
  }

  /// The character at the cursor, or 0 at the end.
  private int peek() {
    return at < pattern.length() ? pattern.charAt(at) : 0;
  }
}

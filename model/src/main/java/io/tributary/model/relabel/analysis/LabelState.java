package io.tributary.model.relabel.analysis;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is known of every label at one point between rules. Immutable as seen from outside; belongs
/// to one thread.
public final class LabelState {
  /// What was known at the point before; null where this does not come of another one.
  private final @Nullable LabelState before;

  private final Change change;
  private final Optional<Set<String>> names;

  /// Of labels that were asked for here.
  private final Map<String, PossibleValues> memory = new HashMap<>();

  private LabelState(@Nullable LabelState before, Change change, Optional<Set<String>> names) {
    this.before = before;
    this.change = change;
    this.names = names.map(Set::copyOf);
  }

  private static LabelState first(
      Function<String, PossibleValues> values, Optional<Set<String>> names) {
    return new LabelState(null, (name, _) -> values.apply(name), names);
  }

  /// No label but those in `known` can be there.
  public static LabelState closed(Map<String, PossibleValues> known) {
    Map<String, PossibleValues> copy = Map.copyOf(known);
    return first(
        name -> copy.getOrDefault(name, PossibleValues.ABSENT), Optional.of(copy.keySet()));
  }

  /// Labels of any name can be there; something is known of those in `known`.
  public static LabelState open(Map<String, PossibleValues> known) {
    Map<String, PossibleValues> copy = Map.copyOf(known);
    return first(name -> copy.getOrDefault(name, PossibleValues.ANY), Optional.empty());
  }

  /// Nothing is known.
  public static LabelState unknown() {
    return open(Map.of());
  }

  /// Goes back to where the label was asked for last and does the changes since: a loop, as there
  /// can be as many of them as a file has rules.
  public PossibleValues of(String name) {
    var since = new ArrayDeque<LabelState>();
    LabelState at = this;
    PossibleValues known = memory.get(name);
    while (known == null) {
      since.push(at);
      if (at.before == null) {
        break;
      }
      at = at.before;
      known = at.memory.get(name);
    }
    PossibleValues values = known == null ? PossibleValues.ANY : known;
    for (LabelState state : since) {
      values = state.change.apply(name, values);
    }
    memory.put(name, values);
    return values;
  }

  /// The names of all labels that can be there; empty where that is not known.
  public Optional<Set<String>> names() {
    return names;
  }

  /// What is possible in either of two.
  public LabelState or(LabelState other) {
    return first(
        name -> of(name).or(other.of(name)),
        names.flatMap(mine -> other.names.map(theirs -> union(mine, theirs))));
  }

  /// The same, with other values for some labels. `next` gets the name and what was known.
  public LabelState map(Change next) {
    return new LabelState(this, next, names);
  }

  /// The same, with names that may be new: for a [#map] that can give a value to labels that were
  /// never there.
  public LabelState withNames(Set<String> more) {
    return withNames(Optional.of(more));
  }

  LabelState withNames(Optional<Set<String>> more) {
    return new LabelState(
        before, change, names.flatMap(mine -> more.map(theirs -> union(mine, theirs))));
  }

  /// What is known of a label after something happened.
  @FunctionalInterface
  public interface Change {
    PossibleValues apply(String name, PossibleValues before);
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    if (one.containsAll(other)) {
      return one;
    }
    var all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }
}

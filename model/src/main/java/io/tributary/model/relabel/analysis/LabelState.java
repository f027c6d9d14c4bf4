package io.tributary.model.relabel.analysis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What is known of every label at one point between rules. Immutable as seen from outside; belongs
/// to one thread.
public final class LabelState {
  private final Function<String, PossibleValues> values;
  private final Optional<Set<String>> names;
  private final Map<String, PossibleValues> memory = new HashMap<>();

  private LabelState(Function<String, PossibleValues> values, Optional<Set<String>> names) {
    this.values = values;
    this.names = names.map(Set::copyOf);
  }

  /// No label but those in `known` can be there.
  public static LabelState closed(Map<String, PossibleValues> known) {
    Map<String, PossibleValues> copy = Map.copyOf(known);
    return new LabelState(
        name -> copy.getOrDefault(name, PossibleValues.ABSENT), Optional.of(copy.keySet()));
  }

  /// Labels of any name can be there; something is known of those in `known`.
  public static LabelState open(Map<String, PossibleValues> known) {
    Map<String, PossibleValues> copy = Map.copyOf(known);
    return new LabelState(name -> copy.getOrDefault(name, PossibleValues.ANY), Optional.empty());
  }

  /// Nothing is known.
  public static LabelState unknown() {
    return open(Map.of());
  }

  public PossibleValues of(String name) {
    PossibleValues known = memory.get(name);
    if (known == null) {
      known = values.apply(name);
      memory.put(name, known);
    }
    return known;
  }

  /// The names of all labels that can be there; empty where that is not known.
  public Optional<Set<String>> names() {
    return names;
  }

  /// What is possible in either of two.
  public LabelState or(LabelState other) {
    return new LabelState(
        name -> of(name).or(other.of(name)),
        names.flatMap(mine -> other.names.map(theirs -> union(mine, theirs))));
  }

  /// The same, with other values for some labels. `change` gets the name and what was known.
  public LabelState map(Change change) {
    return new LabelState(name -> change.apply(name, of(name)), names);
  }

  /// The same, with names that may be new: for a [#map] that can give a value to labels that were
  /// never there.
  public LabelState withNames(Set<String> more) {
    return withNames(Optional.of(more));
  }

  LabelState withNames(Optional<Set<String>> more) {
    return new LabelState(this::of, names.flatMap(mine -> more.map(theirs -> union(mine, theirs))));
  }

  /// What is known of a label after something happened.
  @FunctionalInterface
  public interface Change {
    PossibleValues apply(String name, PossibleValues before);
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    var all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }
}

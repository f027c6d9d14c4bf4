package io.tributary.river.stdlib.path;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a path, from some values to others.
sealed interface Step {
  /// `$`: the document.
  record Root() implements Step {}

  /// `@`: the value that a filter looks at.
  record Current() implements Step {}

  /// `.name`, `['name']`.
  record Child(String name) implements Step {}

  /// `[2]`, from the end with a minus.
  record Element(int index) implements Step {}

  /// `*`, `[*]`.
  record Wildcard() implements Step {}

  /// `..`: the value and everything below it.
  record Descent() implements Step {}

  /// `[1,'a']`.
  record Union(List<Step> members) implements Step {
    public Union {
      members = List.copyOf(members);
    }
  }

  /// `[from:to:by]`; null where nothing was given.
  record Slice(@Nullable Integer from, @Nullable Integer to, int by) implements Step {}

  /// `[?(...)]`.
  record Filter(Condition condition, List<JsonPath> paths) implements Step {
    public Filter {
      paths = List.copyOf(paths);
    }
  }
}

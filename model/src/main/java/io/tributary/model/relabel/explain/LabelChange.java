package io.tributary.model.relabel.explain;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.Utf8Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A label that a rule added (no `before`), removed (no `after`) or gave another value.
public record LabelChange(String label, Optional<String> before, Optional<String> after) {

  /// Everything that differs, in order of name.
  public static List<LabelChange> between(Labels before, Labels after) {
    var names = new TreeSet<String>(Utf8Order.INSTANCE);
    before.forEach((name, _) -> names.add(name));
    after.forEach((name, _) -> names.add(name));
    var changes = new ArrayList<LabelChange>();
    for (String name : names) {
      Optional<String> old = Optional.ofNullable(before.get(name));
      Optional<String> now = Optional.ofNullable(after.get(name));
      if (!old.equals(now)) {
        changes.add(new LabelChange(name, old, now));
      }
    }
    return changes;
  }
}

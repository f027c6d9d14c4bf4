package io.tributary.model.relabel;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.Utf8Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A label set that rules rewrite. Reusable after [#reset]; owned by one thread.
///
/// The empty value means that the label is absent. Label sets are small, so this is two arrays and
/// linear searches; a target may expose a hundred thousand labels on one series, though, and from
/// [#SEARCHED] on names are found in a table. Iteration shows first what the set began with, then
/// what was set since, in the order in which it was set: it is the order in which `labelmap` finds
/// labels, and so decides which wins where two are mapped to one name.
///
/// Source: prometheus/prometheus `model/labels/labels_common.go`, `Builder`.
public final class LabelsBuilder {
  /// The most entries that are searched one by one.
  private static final int SEARCHED = 32;

  /// Larger arrays are not kept for the next set.
  private static final int KEPT = 1024;

  /// null where a label was removed from a set with a table: moving the others down each time would
  /// take quadratic time.
  private @Nullable String[] names = new @Nullable String[16];

  private String[] values = new String[16];

  /// Entries in use, removed ones included.
  private int end;

  private int size;

  /// The first so many entries were there at the beginning and have not been set again.
  private int untouched;

  /// Where each name is, for more than [#SEARCHED] entries; null while it is not needed, or not up
  /// to date.
  private @Nullable Map<String, Integer> places;

  /// What [#reset] was given, as long as nothing has changed since.
  private @Nullable Labels unchanged = Labels.EMPTY;

  public LabelsBuilder() {}

  public LabelsBuilder(Labels labels) {
    reset(labels);
  }

  /// Begins anew with no labels.
  public LabelsBuilder reset() {
    end = 0;
    size = 0;
    untouched = 0;
    places = null;
    unchanged = Labels.EMPTY;
    if (names.length > KEPT) {
      names = new @Nullable String[16];
      values = new String[16];
    }
    return this;
  }

  /// Begins anew with `labels`.
  public LabelsBuilder reset(Labels labels) {
    reset();
    boolean complete = true;
    for (int i = 0; i < labels.size(); i++) {
      complete &= !labels.value(i).isEmpty();
      begin(labels.name(i), labels.value(i));
    }
    unchanged = complete ? labels : null;
    return this;
  }

  /// Adds a label to those that the set begins with: directly after [#reset], with names in order
  /// and none twice.
  public void begin(String name, String value) {
    unchanged = null;
    if (!value.isEmpty()) {
      append(name, value);
      untouched++;
    }
  }

  public int size() {
    return size;
  }

  /// The value of `name`, or the empty string.
  public String get(String name) {
    int index = indexOf(name);
    return index < 0 ? "" : values[index];
  }

  /// Sets a label; the empty value removes it.
  public void set(String name, String value) {
    if (value.isEmpty()) {
      remove(name);
      return;
    }
    unchanged = null;
    int index = indexOf(name);
    if (index >= untouched) {
      values[index] = value;
      return;
    }
    if (index >= 0) {
      removeAt(index);
    }
    append(name, value);
  }

  public void remove(String name) {
    int index = indexOf(name);
    if (index >= 0) {
      removeAt(index);
    }
  }

  private void removeAt(int index) {
    unchanged = null;
    size--;
    Map<String, Integer> table = places;
    if (table != null) {
      table.remove(names[index]);
      names[index] = null;
      if (end > 2 * size + SEARCHED) {
        removeWhere(_ -> false);
      }
      return;
    }
    end--;
    System.arraycopy(names, index + 1, names, index, end - index);
    System.arraycopy(values, index + 1, values, index, end - index);
    if (index < untouched) {
      untouched--;
    }
  }

  /// Removes all labels whose name is gone.
  void removeWhere(Predicate<String> isGone) {
    int kept = 0;
    int keptUntouched = 0;
    for (int i = 0; i < end; i++) {
      String name = names[i];
      if (name == null || isGone.test(name)) {
        continue;
      }
      names[kept] = name;
      values[kept++] = values[i];
      if (i < untouched) {
        keptUntouched++;
      }
    }
    if (kept == end) {
      return;
    }
    if (kept < size) {
      unchanged = null;
    }
    end = kept;
    size = kept;
    untouched = keptUntouched;
    places = null;
  }

  /// Calls `consumer` with every label, in the order of iteration.
  void forEach(BiConsumer<String, String> consumer) {
    for (int i = 0; i < end; i++) {
      String name = names[i];
      if (name != null) {
        consumer.accept(name, values[i]);
      }
    }
  }

  /// The labels in order of name.
  public Labels labels() {
    Labels same = unchanged;
    if (same != null) {
      return same;
    }
    return Labels.ofSorted(size > SEARCHED ? manySorted() : fewSorted());
  }

  private String[] fewSorted() {
    String[] pairs = new String[2 * size];
    int count = 0;
    for (int i = 0; i < end; i++) {
      String name = names[i];
      if (name == null) {
        continue;
      }
      int at = count++;
      while (at > 0 && Utf8Order.INSTANCE.compare(pairs[2 * at - 2], name) > 0) {
        pairs[2 * at] = pairs[2 * at - 2];
        pairs[2 * at + 1] = pairs[2 * at - 1];
        at--;
      }
      pairs[2 * at] = name;
      pairs[2 * at + 1] = values[i];
    }
    return pairs;
  }

  private String[] manySorted() {
    var all = new ArrayList<Map.Entry<String, String>>(size);
    forEach((name, value) -> all.add(Map.entry(name, value)));
    all.sort(Map.Entry.comparingByKey(Utf8Order.INSTANCE));
    String[] pairs = new String[2 * size];
    for (int i = 0; i < all.size(); i++) {
      pairs[2 * i] = all.get(i).getKey();
      pairs[2 * i + 1] = all.get(i).getValue();
    }
    return pairs;
  }

  private int indexOf(String name) {
    if (end > SEARCHED) {
      return table().getOrDefault(name, -1);
    }
    for (int i = 0; i < end; i++) {
      if (name.equals(names[i])) {
        return i;
      }
    }
    return -1;
  }

  private Map<String, Integer> table() {
    Map<String, Integer> table = places;
    if (table == null) {
      table = new HashMap<>();
      for (int i = 0; i < end; i++) {
        String name = names[i];
        if (name != null) {
          table.put(name, i);
        }
      }
      places = table;
    }
    return table;
  }

  private void append(String name, String value) {
    if (end == names.length) {
      names = Arrays.copyOf(names, 2 * end);
      values = Arrays.copyOf(values, 2 * end);
    }
    Map<String, Integer> table = places;
    if (table != null) {
      table.put(name, end);
    }
    names[end] = name;
    values[end++] = value;
    size++;
  }

  @Override
  public String toString() {
    return labels().toString();
  }
}

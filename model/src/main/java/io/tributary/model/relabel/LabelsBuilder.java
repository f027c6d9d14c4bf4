package io.tributary.model.relabel;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.Utf8Order;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A label set that rules rewrite. Reusable after [#reset]; owned by one thread.
///
/// The empty value means that the label is absent. Label sets are small, so this is two arrays and
/// linear searches. Iteration shows first what the set began with, then what was set since, in the
/// order in which it was set: it is the order in which `labelmap` finds labels, and so decides
/// which wins where two are mapped to one name.
///
/// Source: prometheus/prometheus `model/labels/labels_common.go`, `Builder`.
public final class LabelsBuilder {
  private String[] names = new String[16];
  private String[] values = new String[16];
  private int size;

  /// The first so many entries were there at the beginning and have not been set again.
  private int untouched;

  /// What [#reset] was given, as long as nothing has changed since.
  private @Nullable Labels unchanged = Labels.EMPTY;

  public LabelsBuilder() {}

  public LabelsBuilder(Labels labels) {
    reset(labels);
  }

  /// Begins anew with no labels.
  public LabelsBuilder reset() {
    size = 0;
    untouched = 0;
    unchanged = Labels.EMPTY;
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

  public String name(int index) {
    return names[index];
  }

  public String value(int index) {
    return values[index];
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

  void removeAt(int index) {
    unchanged = null;
    size--;
    System.arraycopy(names, index + 1, names, index, size - index);
    System.arraycopy(values, index + 1, values, index, size - index);
    if (index < untouched) {
      untouched--;
    }
  }

  /// The labels in order of name.
  public Labels labels() {
    Labels same = unchanged;
    if (same != null) {
      return same;
    }
    String[] pairs = new String[2 * size];
    for (int i = 0; i < size; i++) {
      int at = i;
      while (at > 0 && Utf8Order.INSTANCE.compare(pairs[2 * at - 2], names[i]) > 0) {
        pairs[2 * at] = pairs[2 * at - 2];
        pairs[2 * at + 1] = pairs[2 * at - 1];
        at--;
      }
      pairs[2 * at] = names[i];
      pairs[2 * at + 1] = values[i];
    }
    return Labels.ofSorted(pairs);
  }

  private int indexOf(String name) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private void append(String name, String value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    names[size] = name;
    values[size++] = value;
  }

  @Override
  public String toString() {
    return labels().toString();
  }
}

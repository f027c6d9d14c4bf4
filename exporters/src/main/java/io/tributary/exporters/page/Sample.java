package io.tributary.exporters.page;

import java.util.ArrayList;
import java.util.List;

/// One line of a page. `labels` are names and values in turn, sorted by name; a value may be empty.
///
/// `name` is that of the family, but for the buckets, sums and counts of histograms and summaries.
public record Sample(String name, List<String> labels, double value) {
  public Sample {
    if (labels.size() % 2 != 0) {
      throw new IllegalArgumentException("BUG: a label of " + name + " has no value");
    }
    labels = sorted(labels);
  }

  /// The value of the label `wanted`, empty where there is none.
  public String label(String wanted) {
    for (int i = 0; i < labels.size(); i += 2) {
      if (labels.get(i).equals(wanted)) {
        return labels.get(i + 1);
      }
    }
    return "";
  }

  /// An insertion sort: labels are few, and most come in order.
  private static List<String> sorted(List<String> pairs) {
    if (isSorted(pairs)) {
      return List.copyOf(pairs);
    }
    var out = new ArrayList<String>(pairs.size());
    for (int i = 0; i < pairs.size(); i += 2) {
      int at = out.size();
      while (at > 0 && out.get(at - 2).compareTo(pairs.get(i)) > 0) {
        at -= 2;
      }
      out.add(at, pairs.get(i));
      out.add(at + 1, pairs.get(i + 1));
    }
    return List.copyOf(out);
  }

  private static boolean isSorted(List<String> pairs) {
    for (int i = 2; i < pairs.size(); i += 2) {
      if (pairs.get(i - 2).compareTo(pairs.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }
}

package io.tributary.model.labels;

import java.util.Comparator;

/// Orders strings as their UTF-8 bytes are ordered, which is what Go and the remote-write
/// specification sort by.
///
/// Differs from [String#compareTo] only where one side has a surrogate pair and the other a
/// character above it.
public enum Utf8Order implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        boolean leftPair = Character.isSurrogate(l);
        boolean rightPair = Character.isSurrogate(r);
        return leftPair == rightPair ? Character.compare(l, r) : leftPair ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}

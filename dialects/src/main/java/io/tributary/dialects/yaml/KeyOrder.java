package io.tributary.dialects.yaml;

import java.util.Comparator;

/// The order in which go-yaml v2 prints the keys of a map: numbers in them count as numbers
/// (`rack9` before `rack10`), and what is no letter stands before letters (`A_B` before `AB`).
///
/// Source: go.yaml.in/yaml/v2 `sorter.go`.
public final class KeyOrder implements Comparator<String> {
  public static final KeyOrder INSTANCE = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    for (int i = 0; i < a.length && i < b.length; i++) {
      if (a[i] != b[i]) {
        return compareFrom(a, b, i);
      }
    }
    return Integer.compare(a.length, b.length);
  }

  /// By what begins at `i`, the first difference.
  private static int compareFrom(int[] a, int[] b, int i) {
    boolean isLetterA = Character.isLetter(a[i]);
    boolean isLetterB = Character.isLetter(b[i]);
    if (isLetterA != isLetterB) {
      return isLetterB ? -1 : 1;
    }
    if (!isLetterA) {
      // Behind other digits, a zero here is not a leading one.
      long start = (a[i] == '0' || b[i] == '0') && endsInNumber(a, i) ? 1 : 0;
      int endA = digitsEnd(a, i);
      int endB = digitsEnd(b, i);
      int byNumber = Long.compare(number(a, i, endA, start), number(b, i, endB, start));
      if (byNumber != 0 || endA != endB) {
        return byNumber != 0 ? byNumber : Integer.compare(endA, endB);
      }
    }
    return Integer.compare(a[i], b[i]);
  }

  private static boolean endsInNumber(int[] text, int end) {
    for (int i = end - 1; i >= 0 && Character.isDigit(text[i]); i--) {
      if (text[i] != '0') {
        return true;
      }
    }
    return false;
  }

  private static int digitsEnd(int[] text, int from) {
    int end = from;
    while (end < text.length && Character.isDigit(text[end])) {
      end++;
    }
    return end;
  }

  /// Wraps around where it is too large, as there.
  private static long number(int[] text, int from, int to, long start) {
    long number = start;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }
}

package io.tributary.cluster.discovery;

/// What agents must be configured alike for to be of one discovery unit.
///
/// @param kind of the component
/// @param digest of its arguments
public record UnitKey(String kind, String digest) implements Comparable<UnitKey> {
  String text() {
    return kind + ":" + digest;
  }

  @Override
  public int compareTo(UnitKey other) {
    return text().compareTo(other.text());
  }
}

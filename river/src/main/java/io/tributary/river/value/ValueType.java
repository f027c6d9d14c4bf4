package io.tributary.river.value;

import java.util.Locale;

/// The types of the language, under the names that messages use.
public enum ValueType {
  NULL,
  NUMBER,
  STRING,
  BOOL,
  ARRAY,
  OBJECT,
  FUNCTION,
  CAPSULE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

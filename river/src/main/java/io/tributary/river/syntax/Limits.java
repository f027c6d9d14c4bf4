package io.tributary.river.syntax;

import io.tributary.base.config.ConfigException;

/// How large a file may be. The originals have no such limits; no configuration that a person or a
/// generator writes comes near them.
public final class Limits {
  /// Bytes of one file.
  public static final int FILE_BYTES = 16 << 20;

  /// Blocks, lists, objects, calls and parentheses inside one another.
  public static final int NESTING = 200;

  /// Levels of one expression's tree: as many operators in a row as well.
  public static final int DEPTH = 500;

  /// Expressions of one file.
  public static final int NODES = 500_000;

  /// Characters of one text that an expression puts together.
  public static final int TEXT = 16 << 20;

  /// Elements of one list that an expression puts together.
  public static final int ELEMENTS = 1_000_000;

  private Limits() {}

  /// Throws [ConfigException] when a text of so many characters is not to be made.
  public static void checkText(long length) {
    if (length > TEXT) {
      throw new ConfigException("makes a text that is longer than the limit");
    }
  }

  /// Throws [ConfigException] when a list of so many elements is not to be made.
  public static void checkElements(int count) {
    if (count > ELEMENTS) {
      throw new ConfigException("makes a list that is longer than the limit");
    }
  }
}

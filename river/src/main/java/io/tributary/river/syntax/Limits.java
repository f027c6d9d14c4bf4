package io.tributary.river.syntax;

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
}

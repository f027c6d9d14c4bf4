package io.tributary.dialects.yaml;

/// Where the characters of a text that is read stood in the file that a user wrote, for texts that
/// are made of a file before they are YAML.
public interface Relocation {
  /// The file as it was written, whose lines findings show.
  SourceText file();

  /// Where the character at a line and a column of the text stood.
  Place place(int line, int column);

  /// A line and a column, both from one; columns in code points.
  record Place(int line, int column) {}

  /// A text that is read as it was written.
  static Relocation none(SourceText file) {
    return new Relocation() {
      @Override
      public SourceText file() {
        return file;
      }

      @Override
      public Place place(int line, int column) {
        return new Place(line, column);
      }
    };
  }
}

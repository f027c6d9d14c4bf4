package io.tributary.runtime.source;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the files of a configuration again and again: what has not changed is not parsed a second
/// time, and comes out as the very same blocks. Belongs to one thread at a time.
public final class ParsedFiles {
  private Map<String, Known> known = new HashMap<>();

  private record Known(SourceFile file, ParsedFile parsed) {
    boolean isOf(SourceFile other) {
      return file.dialect() == other.dialect() && Arrays.equals(file.content(), other.content());
    }
  }

  /// All of them, in their order; forgets files that are not among them.
  public List<ParsedFile> of(List<SourceFile> files) {
    var next = new HashMap<String, Known>();
    List<ParsedFile> all =
        files.stream()
            .map(file -> {
              Known before = known.get(file.name());
              Known now =
                  before != null && before.isOf(file)
                      ? before
                      : new Known(file, ParsedFile.of(file));
              next.put(file.name(), now);
              return now.parsed();
            })
            .toList();
    known = next;
    return all;
  }
}

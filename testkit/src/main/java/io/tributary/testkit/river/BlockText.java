package io.tributary.testkit.river;

import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.eval.Scope;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement.Block;
import java.util.List;
import java.util.function.Function;

/// Reads the text of a block as a component does, and keeps what is said to be wrong with it. For
/// one test.
public final class BlockText {
  private static final Scope SCOPE =
      Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));

  private final Findings findings = new Findings();

  /// What `reader` makes of `body`, whose syntax has to be right.
  public <T> T read(String body, Function<BlockReader, T> reader) {
    String source = "block {\n" + body + "\n}\n";
    var block =
        (Block)
            RiverParser.parse("f", source)
                .sound()
                .orElseThrow(() -> new AssertionError(source))
                .body()
                .getFirst();
    BlockReader opened = BlockReader.of(block, SCOPE, findings);
    T read = reader.apply(opened);
    opened.finish();
    return read;
  }

  /// Everything that was found.
  public List<String> found() {
    return findings.all().stream().map(Diagnostic::toString).toList();
  }
}

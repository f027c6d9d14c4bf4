package io.tributary.runtime.graph;

import io.tributary.base.config.ConfigException;
import io.tributary.component.ArgumentsCodec;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Statement.Block;
import java.util.function.Function;

/// From the block of a node to its arguments.
final class Decoding {
  private Decoding() {}

  static <A> A decode(ArgumentsCodec<A> codec, Block block, Scope scope) throws NodeFailure {
    return decode(codec::decode, block, scope);
  }

  static <A> A decode(Function<BlockReader, A> reading, Block block, Scope scope)
      throws NodeFailure {
    var findings = new Findings();
    BlockReader reader = BlockReader.of(block, scope, findings);
    try {
      A arguments = reading.apply(reader);
      reader.finish();
      if (!findings.hasErrors()) {
        return arguments;
      }
    } catch (ConfigException e) {
      reader.error(NodeFailure.reason(e));
    }
    throw NodeFailure.of("decoding configuration", findings.all());
  }
}

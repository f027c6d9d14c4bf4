package io.tributary.component;

import io.tributary.river.decode.BlockReader;
import java.util.function.Function;

/// How the block of a component becomes its arguments, and how they are shown.
///
/// `A` is an immutable record: a component is told of new arguments only when they do not equal the
/// ones that it has.
public interface ArgumentsCodec<A> {
  /// Reads the body. What is wrong goes to `block`, which also reports what nobody asked for; the
  /// result counts only if nothing was wrong. A check of the settings as a whole may throw
  /// [io.tributary.base.config.ConfigException].
  A decode(BlockReader block);

  /// The arguments as the API and the page show them. Optional ones that have the zero value of
  /// their type may be left out; secrets are put in as such.
  Body describe(A arguments);

  static <A> ArgumentsCodec<A> of(Function<BlockReader, A> decode, Function<A, Body> describe) {
    return new ArgumentsCodec<>() {
      @Override
      public A decode(BlockReader block) {
        return decode.apply(block);
      }

      @Override
      public Body describe(A arguments) {
        return describe.apply(arguments);
      }
    };
  }
}

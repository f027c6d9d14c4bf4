package io.tributary.runtime.content;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.Value;

/// The arguments of `import.string` and `module.string`.
public record StringArguments(OptionalSecret content) {
  static final ArgumentsCodec<StringArguments> CODEC =
      ArgumentsCodec.of(
          block -> new StringArguments(block.required("content").optionalSecret()),
          arguments -> Body.builder().attr("content", Value.of(arguments.content())).build());
}

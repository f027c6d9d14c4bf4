package io.tributary.runtime.content;

import io.tributary.component.Body;
import io.tributary.river.decode.BlockReader;
import java.io.IOException;

/// How the agent fetches over HTTP; `C` are the settings of its client.
public interface HttpFetcher<C> {
  /// The form of a URL in which it can be called. Throws [io.tributary.base.config.ConfigException]
  /// where there is none.
  String checkedUrl(String url);

  /// Where there is no block `client`.
  C defaults();

  /// Reads the block `client`.
  C decode(BlockReader client);

  Body describe(C client);

  /// The answer, whatever its status. The message of the exception is for an operator.
  Answer fetch(HttpArguments<C> request) throws IOException;

  /// An answer with its body as a text.
  record Answer(int status, String body) {}
}

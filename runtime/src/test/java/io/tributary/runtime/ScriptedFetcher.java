package io.tributary.runtime;

import io.tributary.component.Body;
import io.tributary.river.decode.BlockReader;
import io.tributary.runtime.content.HttpArguments;
import io.tributary.runtime.content.HttpFetcher;

/// Answers with what it was told last; addresses that end in `/file` get an import of a file.
final class ScriptedFetcher implements HttpFetcher<String> {
  /// Called with each fetch.
  volatile Runnable onFetch = () -> {};

  private volatile String body;

  ScriptedFetcher(String body) {
    this.body = body;
  }

  void answer(String next) {
    body = next;
  }

  @Override
  public String checkedUrl(String url) {
    return url;
  }

  @Override
  public String defaults() {
    return "";
  }

  @Override
  public String decode(BlockReader client) {
    return client.attribute("bearer_token").text("");
  }

  @Override
  public Body describe(String client) {
    return Body.EMPTY;
  }

  @Override
  public Answer fetch(HttpArguments<String> request) {
    onFetch.run();
    return request.request().url().endsWith("/file")
        ? new Answer(200, "import.file \"f\" { filename = \"x\" }")
        : new Answer(200, body);
  }
}

package io.tributary.runtime.content;

import java.io.IOException;

/// Something that a server answers with, asked for again and again.
final class HttpSource<C> implements ContentSource {
  private static final int OK = 200;

  private final ContentContext context;
  private final HttpFetcher<C> fetcher;
  private final HttpArguments<C> arguments;

  HttpSource(ContentContext context, HttpFetcher<C> fetcher, HttpArguments<C> arguments) {
    this.context = context;
    this.fetcher = fetcher;
    this.arguments = arguments;
  }

  @Override
  public Content read() throws IOException {
    HttpFetcher.Answer answer = fetcher.fetch(arguments);
    if (answer.status() != OK) {
      throw new IOException(
          "cannot fetch "
              + arguments.request().shownUrl()
              + ": unexpected status code "
              + answer.status());
    }
    return Content.of(context.id().global(), answer.body());
  }

  /// The address up to its last slash.
  @Override
  public String modulePath() {
    String url = arguments.request().url();
    return url.substring(0, url.lastIndexOf('/') + 1);
  }

  @Override
  public void awaitChange() throws InterruptedException {
    long now = context.clock().nanos();
    context.clock().sleepUntil(now + arguments.request().frequency().toNanos());
  }
}

package io.tributary.metrics.component;

import io.tributary.component.page.LocalPages;
import io.tributary.component.page.Page;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Asks components of this process for their pages, as if they were servers.
final class LocalCaller implements HttpCaller {
  private final LocalPages pages;

  LocalCaller(LocalPages pages) {
    this.pages = pages;
  }

  /// What the thread that makes a page leaves.
  private record Made(@Nullable Page page, @Nullable Exception failure) {}

  @Override
  public HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException {
    Page page = page(call);
    if (page.status() == 200 && page.body().length > call.maxBodyBytes()) {
      throw new HttpCallException(Kind.BODY_SIZE, "body of " + call + " is too large", null);
    }
    var headers = HttpHeaders.of("Content-Type", page.contentType());
    return new HttpResponse(page.status(), headers, page.body(), false, call.url());
  }

  /// The page is made on a thread of its own: one that takes too long is left behind.
  private Page page(HttpCall call) throws HttpCallException, InterruptedException {
    var made = new AtomicReference<@Nullable Made>();
    Thread thread =
        Thread.ofVirtual().name("page " + call.url().getPath()).start(() -> made.set(make(call)));
    if (!thread.join(atLeast(call.timeout()))) {
      thread.interrupt();
      throw new HttpCallException(
          Kind.TIMEOUT,
          "context deadline exceeded (" + call.timeout().toMillis() / 1e3 + "s) in its component",
          null);
    }
    Made result = made.get();
    if (result == null || result.page() == null) {
      Exception failure = result == null ? null : result.failure();
      throw new HttpCallException(
          Kind.CLOSED, "cannot make the page " + call.url().getPath() + ": " + failure, failure);
    }
    return result.page();
  }

  private Made make(HttpCall call) {
    try {
      return new Made(pages.get(call.url()), null);
    } catch (Exception e) {
      return new Made(null, e);
    }
  }

  private static Duration atLeast(Duration timeout) {
    return timeout.isPositive() ? timeout : Duration.ofMillis(1);
  }

  @Override
  public void close() {}
}

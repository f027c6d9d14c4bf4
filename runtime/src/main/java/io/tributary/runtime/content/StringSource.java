package io.tributary.runtime.content;

import java.util.concurrent.CountDownLatch;

/// A text in the configuration: it changes with the configuration alone.
final class StringSource implements ContentSource {
  private final Content content;
  private final String modulePath;

  private StringSource(Content content, String modulePath) {
    this.content = content;
    this.modulePath = modulePath;
  }

  static StringSource open(ContentContext context, StringArguments arguments) {
    String text = arguments.content().content().value();
    return new StringSource(Content.of(context.id().global(), text), context.modulePath());
  }

  @Override
  public Content read() {
    return content;
  }

  @Override
  public String modulePath() {
    return modulePath;
  }

  @Override
  public void awaitChange() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}

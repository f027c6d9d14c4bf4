package io.tributary.metrics.component;

import io.tributary.component.page.LocalPages;
import io.tributary.net.scrape.CallerTransport;
import io.tributary.net.scrape.EventLoop;
import io.tributary.net.scrape.ScrapeChannel;
import io.tributary.net.scrape.ScrapeEndpoint;
import io.tributary.net.scrape.ScrapeTransport;

/// The targets of one job: exporters of this process without a socket, all others as usual.
final class LocalTransport implements ScrapeTransport {
  private final ScrapeTransport outside;
  private final ScrapeTransport inside;
  private final LocalPages pages;

  LocalTransport(ScrapeTransport outside, LocalPages pages) {
    this.outside = outside;
    this.pages = pages;
    this.inside = new CallerTransport(new LocalCaller(pages));
  }

  @Override
  public ScrapeChannel channel(EventLoop loop, ScrapeEndpoint endpoint) {
    boolean isInside = pages.holds(endpoint.url());
    return (isInside ? inside : outside).channel(loop, endpoint);
  }

  @Override
  public void close() {
    inside.close();
    outside.close();
  }
}

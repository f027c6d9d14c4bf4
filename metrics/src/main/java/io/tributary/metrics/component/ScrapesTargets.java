package io.tributary.metrics.component;

import io.tributary.metrics.scrape.ScrapeManager;

/// A component that scrapes, for those who want to know how its targets are.
public interface ScrapesTargets {
  /// The engine. Ask it, change nothing.
  ScrapeManager scrapes();
}

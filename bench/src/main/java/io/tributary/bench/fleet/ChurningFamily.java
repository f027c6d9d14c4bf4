package io.tributary.bench.fleet;

/// A family whose series come and go: `slots` of them at a time, `perScrape` replaced at each
/// scrape. A new one takes the slot of the oldest, so it may appear anywhere in the family, as pods
/// sorted by name do.
final class ChurningFamily {
  private final String name;
  private final int slots;
  private final int perScrape;
  private final long seed;

  ChurningFamily(String name, int slots, int perScrape, long seed) {
    this.name = name;
    this.slots = slots;
    this.perScrape = perScrape;
    this.seed = seed;
  }

  int rows() {
    return slots;
  }

  /// Appends the family as scrape number `scrape` sees it.
  void render(long scrape, StringBuilder page) {
    page.append("# HELP ").append(name).append(" What is known about each pod.\n# TYPE ");
    page.append(name).append(" gauge\n");
    long newest = (scrape + 1) * perScrape + slots - 1;
    for (int slot = 0; slot < slots; slot++) {
      long id = newest - Math.floorMod(newest - slot, slots);
      long hash = (id + 1) * 0x9e3779b97f4a7c15L ^ seed * 0xbf58476d1ce4e5b9L;
      page.append(name).append("{namespace=\"shop\",node=\"worker-").append(hash >>> 60);
      page.append("\",pod=\"checkout-");
      page.append(Long.toHexString(hash), 0, Math.min(10, Long.toHexString(hash).length()));
      page.append("\",uid=\"").append(Long.toHexString(hash * 31 + id)).append("\"} ");
      page.append((scrape + hash) & 7).append('\n');
    }
  }
}

package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;

/// The pool of random bits.
public final class EntropyCollector implements Collector {
  private final Tree random;

  public EntropyCollector(Tree proc) {
    random = proc.in("sys/kernel/random");
  }

  @Override
  public void collect(Families out) throws IOException {
    out.gauge(
        "node_entropy_available_bits",
        "Bits of available entropy.",
        random.number("entropy_avail"));
    out.gauge("node_entropy_pool_size_bits", "Bits of entropy pool.", random.number("poolsize"));
  }
}

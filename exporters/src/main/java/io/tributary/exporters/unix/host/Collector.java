package io.tributary.exporters.unix.host;

import io.tributary.exporters.page.Families;
import java.io.IOException;

/// Reads one corner of the host.
///
/// - Called by one thread at a time; may keep state between calls.
/// - What it added before it threw stays on the page.
/// - [NoDataException] says that this host has no such thing; any other exception, that it could
///   not be read. Either way the collector counts as failed in this scrape, and the others run.
///
/// Names, labels, types and help texts are those of prometheus/node_exporter 1.5 `collector/`,
/// which the class comments do not repeat; docs/exporter-unix.md lists where we differ.
@FunctionalInterface
public interface Collector {
  void collect(Families out) throws IOException;
}

/// Metrics that the agent makes itself instead of scraping them elsewhere.
///
/// Each exporter is a package with a settings record and one class that answers a page:
/// [io.tributary.exporters.unix.UnixExporter] for this host. What they share, families and the text
/// of a page, is in [io.tributary.exporters.page]. Nothing here knows of scraping or of
/// configuration files.
@NullMarked
package io.tributary.exporters;

import org.jspecify.annotations.NullMarked;

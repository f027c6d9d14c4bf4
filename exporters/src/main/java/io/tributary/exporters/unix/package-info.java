/// This host's metrics, under the names of node_exporter: the engine of `prometheus.exporter.unix`.
///
/// [io.tributary.exporters.unix.UnixSettings] says what is wanted,
/// [io.tributary.exporters.unix.UnixExporter] answers pages,
/// [io.tributary.exporters.unix.Catalogue] lists the collectors. A collector is a class in the
/// package of its subject (`cpu`, `disk`, `hardware`, `kernel`, `net`, `textfile`) and a line of
/// the catalogue; it stands on [io.tributary.exporters.unix.host] alone.
@NullMarked
package io.tributary.exporters.unix;

import org.jspecify.annotations.NullMarked;

/// Keeps the targets of one host, as static mode's `host_filter` does:
/// [io.tributary.discovery.hostfilter.HostFilter].
@NullMarked
package io.tributary.discovery.hostfilter;

import org.jspecify.annotations.NullMarked;

/// Who there is to scrape: discovery mechanisms, and what runs them.
///
/// A mechanism is a settings record ([io.tributary.discovery.DiscoverySettings]) and a
/// [io.tributary.discovery.Discoverer] that publishes [io.tributary.discovery.TargetGroup]s.
/// [io.tributary.discovery.DiscoveryManager] runs each distinct setting once, whichever jobs use
/// it, and hands every job its targets. The law of the house: rather stale targets than partial
/// ones.
@NullMarked
package io.tributary.discovery;

import org.jspecify.annotations.NullMarked;

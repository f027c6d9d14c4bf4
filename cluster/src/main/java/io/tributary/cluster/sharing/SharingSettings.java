package io.tributary.cluster.sharing;

import java.time.Duration;

/// When agents begin to share.
///
/// @param minimumPeers how many agents there must be, whatever their state, before one scrapes
///   anything of what is shared; 0 or 1 for no such wait
/// @param waitTimeout after which fewer are enough, until there once were as many; zero to wait
///   without end
public record SharingSettings(int minimumPeers, Duration waitTimeout) {
  public static final SharingSettings DEFAULTS = new SharingSettings(0, Duration.ZERO);
}

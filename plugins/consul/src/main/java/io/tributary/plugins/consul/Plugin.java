package io.tributary.plugins.consul;

import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StorePlugin;
import io.tributary.cluster.store.StoreSettings;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Opens Consul.
public final class Plugin implements StorePlugin {
  /// Complains past the agent's log, of what the store reports itself. Kept here: a logger that
  /// nobody holds forgets its level.
  private static final Logger TALKATIVE = Logger.getLogger("okhttp3");

  public Plugin() {
    TALKATIVE.setLevel(Level.OFF);
  }

  @Override
  public KeyValueStore open(StoreSettings settings, StoreContext context) throws StoreException {
    return new ConsulStore(new Session(settings.consul(), context), settings.consul(), context);
  }
}

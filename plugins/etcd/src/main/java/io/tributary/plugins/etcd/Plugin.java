package io.tributary.plugins.etcd;

import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StorePlugin;
import io.tributary.cluster.store.StoreSettings;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Opens etcd.
public final class Plugin implements StorePlugin {
  /// Libraries that complain past the agent's log, of what the store reports itself. Kept here: a
  /// logger that nobody holds forgets its level.
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.vertx"));

  public Plugin() {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF));
  }

  @Override
  public KeyValueStore open(StoreSettings settings, StoreContext context) throws StoreException {
    return new EtcdStore(new Session(settings.etcd(), context.clock()), settings.etcd(), context);
  }
}

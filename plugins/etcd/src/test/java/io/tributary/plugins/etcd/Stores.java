package io.tributary.plugins.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.secret.Secret;
import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.testkit.store.Etcd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Opens stores of tests.
final class Stores {
  private Stores() {}

  static KeyValueStore open(Etcd etcd) throws StoreException {
    return open(etcd.endpoint(), "", "", Optional.empty());
  }

  static KeyValueStore open(
      String endpoint, String user, String password, Optional<TlsSettings> tls)
      throws StoreException {
    return open(
        new StoreSettings.Etcd(
            List.of(endpoint), Duration.ofSeconds(2), 10, tls, user, Secret.of(password)));
  }

  static KeyValueStore open(StoreSettings.Etcd etcd) throws StoreException {
    var settings =
        new StoreSettings(
            StoreSettings.Kind.ETCD,
            "",
            StoreSettings.Consul.DEFAULTS,
            etcd,
            StoreSettings.Multi.DEFAULTS);
    return new Plugin()
        .open(settings, new StoreContext(Clock.system(), new Random(1), (_, _, _) -> {}));
  }

  static void put(KeyValueStore store, String key, String value)
      throws StoreException, InterruptedException {
    store.update(key, _ -> Optional.of(value.getBytes(UTF_8)));
  }

  static Optional<String> get(KeyValueStore store, String key)
      throws StoreException, InterruptedException {
    return store.get(key).map(bytes -> new String(bytes, UTF_8));
  }
}

package io.tributary.cluster.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.cluster.store.KeyValueStore.Listener;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what it hears.
final class Heard implements Listener {
  final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void loaded(SortedMap<String, byte[]> all) {
    lines.add("loaded " + all.keySet());
  }

  @Override
  public void changed(String key, byte[] value) {
    lines.add(key + "=" + new String(value, UTF_8));
  }

  @Override
  public void deleted(String key) {
    lines.add(key + " deleted");
  }
}

package io.tributary.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.cluster.store.KeyValueStore.Listener;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Writes down what a watch tells, one line each.
public final class Heard implements Listener {
  private static final long LONGEST_SECONDS = 60;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Override
  public void loaded(SortedMap<String, byte[]> all) {
    lines.add("loaded " + (all.size() > 10 ? "" + all.size() : all.keySet().toString()));
  }

  @Override
  public void changed(String key, byte[] value) {
    lines.add(key + "=" + new String(value, UTF_8));
  }

  @Override
  public void deleted(String key) {
    lines.add(key + " deleted");
  }

  /// The next line; fails where none comes.
  public String next() throws InterruptedException {
    String line = lines.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("nothing was told");
    }
    return line;
  }

  /// Goes past lines until this one.
  public void await(String line) throws InterruptedException {
    while (!next().equals(line)) {
      // Another one.
    }
  }

  public boolean isQuiet() {
    return lines.isEmpty();
  }
}

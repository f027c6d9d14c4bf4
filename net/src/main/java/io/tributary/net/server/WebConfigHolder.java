package io.tributary.net.server;

import io.tributary.net.tls.ServerTls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A web configuration that somebody sets while the server runs; TLS may come and go with it. Until
/// it is set for the first time, nobody is let in. Connections that are open stay as they are.
/// Thread-safe.
public final class WebConfigHolder implements WebConfigSource {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable WebConfig config;

  /// Checks a configuration and brings it into force; the message of the exception says what is
  /// wrong with it, and the one before stays in force then.
  public void set(WebConfig next) throws IOException {
    var problems = next.tls().validate();
    if (!problems.isEmpty()) {
      throw new IOException(problems.getFirst());
    }
    if (next.tls().isEnabled()) {
      ServerTls.read(next.tls());
    }
    config = next;
    listeners.forEach(Runnable::run);
  }

  @Override
  public boolean isKnown() {
    return config != null;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public WebConfig current() {
    WebConfig now = config;
    return now == null ? WebConfig.NONE : now;
  }

  @Override
  public boolean isSwitching() {
    return true;
  }
}

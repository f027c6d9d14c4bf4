package io.tributary.net.server;

import io.tributary.net.tls.ServerTls;
import java.io.IOException;

/// A web configuration that somebody sets while the server runs; TLS may come and go with it.
/// Connections that are open stay as they are. Thread-safe.
public final class WebConfigHolder implements WebConfigSource {
  private volatile WebConfig config = WebConfig.NONE;

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
  }

  @Override
  public WebConfig current() {
    return config;
  }

  @Override
  public boolean isSwitching() {
    return true;
  }
}

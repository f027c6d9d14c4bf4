package io.tributary.net.server;

import java.io.IOException;

/// Where the web configuration comes from. Asked for each request and each connection, so that a
/// change needs no restart.
public interface WebConfigSource {
  /// Nothing is configured.
  WebConfigSource NONE = () -> WebConfig.NONE;

  /// The configuration as it is now; the same object while nothing has changed.
  WebConfig current() throws IOException;

  /// Whether it is known yet who may come in. Before, nobody may.
  default boolean isKnown() {
    return true;
  }

  /// Has `listener` called each time that somebody has set another configuration.
  default void onChange(Runnable listener) {}

  /// Whether TLS may come and go while the server runs.
  default boolean isSwitching() {
    return false;
  }
}

package io.tributary.cluster.store;

import java.io.IOException;

/// The store does not answer, or refuses. The message says which store, and why; what is in it is
/// not known then.
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.tributary.exporters.unix.host;

import java.io.IOException;

/// The host does not have what the collector is about: a module is not loaded, a device is absent.
public final class NoDataException extends IOException {
  private static final long serialVersionUID = 1L;

  public NoDataException(String message) {
    super(message);
  }

  public NoDataException(String message, Throwable cause) {
    super(message, cause);
  }
}

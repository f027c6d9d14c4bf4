package io.tributary.exporters.unix.host;

import java.io.IOException;

/// A file of the kernel that does not read as expected.
public final class MalformedException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }
}

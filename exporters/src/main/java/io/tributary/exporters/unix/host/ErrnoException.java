package io.tributary.exporters.unix.host;

import java.io.IOException;

/// A function of the C library failed.
///
/// Source: errno(3), the numbers that Linux has on every architecture.
public final class ErrnoException extends IOException {
  public static final int EPERM = 1;
  public static final int EACCES = 13;
  public static final int ENODEV = 19;

  private static final long serialVersionUID = 1L;

  private final int errno;

  public ErrnoException(String function, int errno) {
    super("cannot " + function + ": errno " + errno);
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }

  public boolean isPermission() {
    return errno == EPERM || errno == EACCES;
  }
}

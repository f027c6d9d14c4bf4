package io.tributary.base.config;

/// A configuration value that cannot be used; the message says which and why.
///
/// Thrown where a single value is read (a duration, a size, a settings record). Whoever reads a
/// whole file turns it into a [Diagnostic] with a position and goes on with the rest.
public class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}

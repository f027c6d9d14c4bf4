package io.tributary.cluster.configs;

import io.tributary.base.config.ConfigException;

/// Another configuration has a job of the same name.
public final class NotUniqueException extends ConfigException {
  private static final long serialVersionUID = 1L;

  NotUniqueException(String job) {
    super(
        "failed to check uniqueness of config: found multiple scrape configs in config store with"
            + " job name \""
            + job
            + "\"");
  }
}

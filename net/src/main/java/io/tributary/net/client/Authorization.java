package io.tributary.net.client;

import io.tributary.base.secret.SecretSource;

/// The `authorization` block: the header `Authorization: <type> <credentials>`.
public record Authorization(String type, SecretSource credentials) {
  public static final String BEARER = "Bearer";
  public static final Authorization DEFAULTS = new Authorization(BEARER, SecretSource.NONE);

  public Authorization {
    type = type.strip();
    if (type.isEmpty()) type = BEARER;
  }
}

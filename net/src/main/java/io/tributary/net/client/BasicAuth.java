package io.tributary.net.client;

import io.tributary.base.secret.SecretSource;

/// The `basic_auth` block. The user name is not secret, but it can come from the same places.
public record BasicAuth(SecretSource username, SecretSource password) {
  public static final BasicAuth DEFAULTS = new BasicAuth(SecretSource.NONE, SecretSource.NONE);
}

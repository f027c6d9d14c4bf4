package io.tributary.net.client;

import io.tributary.base.secret.Secret;
import java.nio.file.Path;
import java.util.List;

/// One entry of `http_headers`: a header that is sent once for each of its values, secrets and
/// files.
public record HeaderSettings(
    String name, List<String> values, List<Secret> secrets, List<Path> files) {

  public HeaderSettings {
    values = List.copyOf(values);
    secrets = List.copyOf(secrets);
    files = List.copyOf(files);
  }
}

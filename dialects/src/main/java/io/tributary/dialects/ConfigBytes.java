package io.tributary.dialects;

import io.tributary.dialects.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;

/// Reads configurations in YAML, wherever they come from.
public final class ConfigBytes {
  private ConfigBytes() {}

  /// All of it. Throws where it is larger than any sound one.
  public static byte[] read(InputStream in) throws IOException {
    long most = YamlLimits.DEFAULT.bytes();
    byte[] content = in.readNBytes(Math.toIntExact(most) + 1);
    if (content.length > most) {
      throw new IOException("larger than the limit of " + (most >> 20) + " MiB");
    }
    return content;
  }
}

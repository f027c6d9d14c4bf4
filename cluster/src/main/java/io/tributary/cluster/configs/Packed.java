package io.tributary.cluster.configs;

import io.tributary.base.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A configuration as it lies in the store: gzip of its YAML.
///
/// Source: grafana/agent `static/metrics/instance/configstore/codec.go`.
public final class Packed {
  /// Of a configuration, unpacked. Stores take some 1.5 MB, packed.
  public static final int MAX_BYTES = 16 << 20;

  private Packed() {}

  public static byte[] pack(byte[] yaml) {
    var out = new ByteArrayOutputStream(512 + yaml.length / 4);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(yaml);
    } catch (IOException e) {
      throw new IllegalStateException("BUG: memory cannot be written", e);
    }
    return out.toByteArray();
  }

  /// Throws [ConfigException] where the bytes are not packed, or are too many.
  public static byte[] unpack(byte[] packed) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] yaml = gzip.readNBytes(MAX_BYTES + 1);
      if (yaml.length > MAX_BYTES) {
        throw new ConfigException("it has more than " + MAX_BYTES + " bytes");
      }
      return yaml;
    } catch (IOException e) {
      throw new ConfigException("it is not gzip: " + e.getMessage(), e);
    }
  }
}

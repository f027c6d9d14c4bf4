package io.tributary.dialects.prometheus;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.config.Durations;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.dialects.yaml.KeyOrder;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A mapping of the effective configuration as it is put together, with what is left out by
/// default.
final class Block {
  /// What stands for a secret, in the words of Prometheus.
  static final String SECRET = "<secret>";

  private static final Set<String> TENANTS = Set.of("x-scope-orgid", "thanos-tenant");

  private final Map<String, Object> fields = new LinkedHashMap<>();

  Map<String, Object> fields() {
    return fields;
  }

  Block put(String key, Object value) {
    fields.put(key, value);
    return this;
  }

  /// Left out when empty.
  Block text(String key, String value) {
    if (!value.isEmpty()) {
      fields.put(key, value);
    }
    return this;
  }

  /// Left out when null.
  Block optional(String key, @Nullable Object value) {
    if (value != null) {
      fields.put(key, value.toString());
    }
    return this;
  }

  /// Left out when false.
  Block flag(String key, boolean value) {
    if (value) {
      fields.put(key, true);
    }
    return this;
  }

  /// Left out when zero.
  Block number(String key, long value) {
    if (value != 0) {
      fields.put(key, value);
    }
    return this;
  }

  /// Left out when zero.
  Block decimal(String key, double value) {
    if (value != 0) {
      fields.put(key, value);
    }
    return this;
  }

  /// Left out when zero.
  Block duration(String key, Duration value) {
    if (!value.isZero()) {
      fields.put(key, Durations.format(value));
    }
    return this;
  }

  /// Left out when zero.
  Block size(String key, long bytes) {
    if (bytes != 0) {
      fields.put(key, ByteSizes.format(bytes));
    }
    return this;
  }

  /// Left out when empty.
  Block list(String key, Collection<?> values) {
    if (!values.isEmpty()) {
      fields.put(key, List.copyOf(values));
    }
    return this;
  }

  /// Left out when empty; printed in the order of [KeyOrder].
  Block map(String key, Map<String, ?> values) {
    if (!values.isEmpty()) {
      var sorted = new TreeMap<String, Object>(KeyOrder.INSTANCE);
      sorted.putAll(values);
      fields.put(key, sorted);
    }
    return this;
  }

  Block section(String key, @Nullable Block block) {
    if (block != null) {
      fields.put(key, block.fields);
    }
    return this;
  }

  Block secret(String key, SecretSource source) {
    if (source.text() != null) {
      fields.put(key, SECRET);
    }
    return this;
  }

  Block file(String key, SecretSource source) {
    return optional(key, source.file());
  }

  /// Headers without their values, but for those that name a tenant: receivers take their tokens in
  /// headers of any name.
  static Map<String, String> headers(Map<String, String> headers) {
    var shown = new TreeMap<String, String>();
    headers.forEach((name, value) ->
        shown.put(name, TENANTS.contains(name.toLowerCase(Locale.ROOT)) ? value : SECRET));
    return shown;
  }

  static List<String> secrets(Collection<Secret> secrets) {
    return secrets.stream().map(_ -> SECRET).toList();
  }
}

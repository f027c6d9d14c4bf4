package io.tributary.agent.traces;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretSource;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.tls.TlsSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where the agent sends its own traces, as the environment variables of OpenTelemetry say it.
///
/// Source: opentelemetry.io/docs/specs/otel/protocol/exporter and
/// `…/configuration/sdk-environment-variables`.
///
/// @param endpoint takes `POST`s of OTLP
/// @param resource attributes of every trace
record TraceDestination(
    URI endpoint,
    HttpHeaders headers,
    Duration timeout,
    HttpClientSettings client,
    Map<String, String> resource) {
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String PATH = "v1/traces";
  private static final long TIMEOUT_MS = 10_000;

  TraceDestination {
    resource = Map.copyOf(resource);
  }

  /// Nothing where no endpoint is named, or traces are off. Throws [ConfigException], which names
  /// the variable, where a value cannot be used.
  static Optional<TraceDestination> of(Map<String, String> environment) {
    boolean isOff =
        "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))
            || "none".equals(environment.get("OTEL_TRACES_EXPORTER"));
    String own = environment.getOrDefault(PREFIX + "TRACES_ENDPOINT", "");
    String shared = environment.getOrDefault(PREFIX + "ENDPOINT", "");
    if (isOff || (own.isEmpty() && shared.isEmpty())) {
      return Optional.empty();
    }
    requireOneOf(
        "OTEL_TRACES_EXPORTER", environment.getOrDefault("OTEL_TRACES_EXPORTER", ""), "otlp");
    requireOneOf(PREFIX + "PROTOCOL", option(environment, "PROTOCOL"), "http/protobuf");
    requireOneOf(PREFIX + "COMPRESSION", option(environment, "COMPRESSION"), "none");
    return Optional.of(
        new TraceDestination(
            endpoint(own, shared),
            headers(option(environment, "HEADERS")),
            timeout(option(environment, "TIMEOUT")),
            HttpClientSettings.DEFAULTS.withTls(tls(environment)),
            resource(environment)));
  }

  /// A variable for traces alone goes before that for everything; empty where there is neither.
  private static String option(Map<String, String> environment, String name) {
    String shared = environment.getOrDefault(PREFIX + name, "");
    String own = environment.getOrDefault(PREFIX + "TRACES_" + name, "");
    return own.isEmpty() ? shared : own;
  }

  private static void requireOneOf(String variable, String value, String only) {
    if (!value.isEmpty() && !value.equals(only)) {
      throw new ConfigException(
          "%s is \"%s\": only \"%s\" is supported".formatted(variable, value, only));
    }
  }

  private static URI endpoint(String own, String shared) {
    String text = own.isEmpty() ? shared + (shared.endsWith("/") ? "" : "/") + PATH : own;
    try {
      URI endpoint = URI.create(text);
      String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
      if (endpoint.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return endpoint;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new ConfigException(PREFIX + "ENDPOINT is not a URL of http or https");
  }

  private static HttpHeaders headers(String text) {
    var headers = HttpHeaders.builder();
    try {
      pairs(PREFIX + "HEADERS", text).forEach(headers::add);
    } catch (IllegalArgumentException _) {
      // What is wrong with it may be a secret.
      throw new ConfigException(PREFIX + "HEADERS has a header that cannot be sent");
    }
    return headers.build();
  }

  private static Duration timeout(String text) {
    try {
      long ms = text.isEmpty() ? TIMEOUT_MS : Long.parseLong(text);
      if (ms > 0) {
        return Duration.ofMillis(ms);
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new ConfigException(
        PREFIX + "TIMEOUT is \"" + text + "\": it must be a number of milliseconds above 0");
  }

  private static TlsSettings tls(Map<String, String> environment) {
    return new TlsSettings(
        file(option(environment, "CERTIFICATE")),
        file(option(environment, "CLIENT_CERTIFICATE")),
        file(option(environment, "CLIENT_KEY")),
        "",
        false,
        null,
        null);
  }

  private static SecretSource file(String path) {
    return path.isEmpty() ? SecretSource.NONE : SecretSource.ofFile(Path.of(path));
  }

  private static Map<String, String> resource(Map<String, String> environment) {
    String variable = "OTEL_RESOURCE_ATTRIBUTES";
    var resource = new LinkedHashMap<String, String>();
    resource.put("service.name", "tributary");
    resource.putAll(pairs(variable, environment.getOrDefault(variable, "")));
    String service = environment.getOrDefault("OTEL_SERVICE_NAME", "");
    if (!service.isEmpty()) {
      resource.put("service.name", service);
    }
    return resource;
  }

  /// `a=b,c=d`, percent-encoded.
  private static Map<String, String> pairs(String variable, String text) {
    var pairs = new LinkedHashMap<String, String>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      if (equals < 1) {
        throw new ConfigException(variable + " must be a list of key=value");
      }
      String value = decoded(variable, pair.substring(equals + 1).strip());
      pairs.put(pair.substring(0, equals).strip(), value);
    }
    return pairs;
  }

  private static String decoded(String variable, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      // What is wrong with it may be a secret.
      throw new ConfigException(variable + " has a value with a % that begins no escape");
    }
  }
}

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
  private static final String TRACES = "TRACES_";
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
    Variable endpoint = variable(environment, "ENDPOINT");
    if (isOff || endpoint.value.isEmpty()) {
      return Optional.empty();
    }
    String exporter = "OTEL_TRACES_EXPORTER";
    requireOneOf(new Variable(exporter, environment.getOrDefault(exporter, "")), "otlp");
    requireOneOf(variable(environment, "PROTOCOL"), "http/protobuf");
    requireOneOf(variable(environment, "COMPRESSION"), "none");
    return Optional.of(
        new TraceDestination(
            endpoint(endpoint),
            headers(variable(environment, "HEADERS")),
            timeout(variable(environment, "TIMEOUT")),
            HttpClientSettings.DEFAULTS.withTls(tls(environment)),
            resource(environment)));
  }

  /// A variable of the environment; empty where it is not set.
  private record Variable(String name, String value) {}

  /// A variable for traces alone goes before that for everything.
  private static Variable variable(Map<String, String> environment, String name) {
    String own = PREFIX + TRACES + name;
    String used = environment.getOrDefault(own, "").isEmpty() ? PREFIX + name : own;
    return new Variable(used, environment.getOrDefault(used, ""));
  }

  private static void requireOneOf(Variable variable, String only) {
    if (!variable.value.isEmpty() && !variable.value.equals(only)) {
      throw new ConfigException(
          "%s is \"%s\": only \"%s\" is supported".formatted(variable.name, variable.value, only));
    }
  }

  private static URI endpoint(Variable variable) {
    String text = variable.value;
    if (!variable.name.startsWith(PREFIX + TRACES)) {
      text += (text.endsWith("/") ? "" : "/") + PATH;
    }
    try {
      URI endpoint = URI.create(text);
      String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
      if (endpoint.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return endpoint;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new ConfigException(variable.name + " is not a URL of http or https");
  }

  private static HttpHeaders headers(Variable variable) {
    var headers = HttpHeaders.builder();
    try {
      pairs(variable).forEach(headers::add);
    } catch (IllegalArgumentException _) {
      // What is wrong with it may be a secret.
      throw new ConfigException(variable.name + " has a header that cannot be sent");
    }
    return headers.build();
  }

  private static Duration timeout(Variable variable) {
    String text = variable.value;
    try {
      long ms = text.isEmpty() ? TIMEOUT_MS : Long.parseLong(text);
      if (ms > 0) {
        return Duration.ofMillis(ms);
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new ConfigException(
        "%s is \"%s\": it must be a number of milliseconds above 0".formatted(variable.name, text));
  }

  private static TlsSettings tls(Map<String, String> environment) {
    return new TlsSettings(
        file(variable(environment, "CERTIFICATE")),
        file(variable(environment, "CLIENT_CERTIFICATE")),
        file(variable(environment, "CLIENT_KEY")),
        "",
        false,
        null,
        null);
  }

  private static SecretSource file(Variable variable) {
    String path = variable.value;
    return path.isEmpty() ? SecretSource.NONE : SecretSource.ofFile(Path.of(path));
  }

  private static Map<String, String> resource(Map<String, String> environment) {
    String attributes = "OTEL_RESOURCE_ATTRIBUTES";
    var resource = new LinkedHashMap<String, String>();
    resource.put("service.name", "tributary");
    resource.putAll(pairs(new Variable(attributes, environment.getOrDefault(attributes, ""))));
    String service = environment.getOrDefault("OTEL_SERVICE_NAME", "");
    if (!service.isEmpty()) {
      resource.put("service.name", service);
    }
    return resource;
  }

  /// `a=b,c=d`, percent-encoded.
  private static Map<String, String> pairs(Variable variable) {
    var pairs = new LinkedHashMap<String, String>();
    for (String pair : variable.value.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      if (equals < 1) {
        throw new ConfigException(variable.name + " must be a list of key=value");
      }
      String value = decoded(variable.name, pair.substring(equals + 1).strip());
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

package io.tributary.agent.agentctl;

import io.tributary.base.config.ConfigException;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import io.tributary.river.stdlib.json.JsonReader;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The API by which configurations are managed. Names are escaped, so that those with slashes,
/// question marks and spaces are reached, too; the original's client leaves them as they are.
///
/// Every method throws [ConfigException] with the reason where the agent did not do it.
///
/// Source: grafana/agent `static/client/client.go`, `static/metrics/cluster/configapi/types.go`.
public final class ConfigApi {
  private static final String PREFIX = "/agent/api/v1/";
  private static final int MOST_SHOWN = 200;

  private final HttpCaller caller;
  private final String address;

  /// `address` is a URL, to which paths are added.
  public ConfigApi(HttpCaller caller, String address) {
    this.caller = caller;
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/') {
      end--;
    }
    this.address = address.substring(0, end);
  }

  /// The names of all configurations.
  List<String> names() throws InterruptedException {
    Value data = call("GET", "configs", "");
    if (data instanceof ObjectValue(var fields)
        && fields.get("configs") instanceof ArrayValue(List<Value> names)) {
      return names.stream().map(ConfigApi::text).toList();
    }
    // Without any, the original has nothing there.
    return List.of();
  }

  /// Creates or replaces one.
  void put(String name, String yaml) throws InterruptedException {
    call("POST", "config/" + escaped(name), yaml);
  }

  void delete(String name) throws InterruptedException {
    call("DELETE", "config/" + escaped(name), "");
  }

  /// All but the letters, digits and signs that need no escape.
  static String escaped(String name) {
    var out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (isPlain) {
        out.append(c);
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
    return out.toString();
  }

  private Value call(String method, String path, String body) throws InterruptedException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpResponse response;
    try {
      URI url = URI.create(address + PREFIX + path);
      HttpCall call = HttpCall.of(method, url, bytes, 0, bytes.length);
      response =
          caller.call(
              (bytes.length == 0 ? call : call.withHeader("Content-Type", "application/yaml"))
                  .withMaxErrorBytes(HttpCall.DEFAULT_MAX_BODY_BYTES));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("cannot ask " + address + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
    return data(response);
  }

  private static Value data(HttpResponse response) {
    Value answer;
    try {
      answer = JsonReader.wholeNumbers(response.text());
    } catch (ConfigException e) {
      throw unreadable(response);
    }
    if (!(answer instanceof ObjectValue(var fields))
        || !(fields.get("status") instanceof StringValue(String status))) {
      throw unreadable(response);
    }
    Value data = fields.getOrDefault("data", Value.ofNull());
    return switch (status) {
      case "success" -> data;
      case "error" -> throw new ConfigException(error(data));
      default -> throw new ConfigException("unknown API response status: " + status);
    };
  }

  private static String error(Value data) {
    return data instanceof ObjectValue(var fields)
            && fields.get("error") instanceof StringValue(String text)
        ? text
        : "the agent does not say why";
  }

  /// What answers is no agent, or turns this client away.
  private static ConfigException unreadable(HttpResponse response) {
    String text = response.text().strip();
    String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    return new ConfigException(
        "could not read response: status " + response.status() + ": " + shown);
  }

  private static String text(Value value) {
    return value instanceof StringValue(String text) ? text : value.toString();
  }
}

package io.tributary.discovery.client;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.Secret;
import io.tributary.component.Body;
import io.tributary.net.client.HeaderSettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Convert;
import io.tributary.river.value.Value;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The attributes `http_headers` and `http_header_files`: headers that are sent with each call. The
/// values of one are sent in their order, those in files last; the originals have no files.
final class HeaderAttributes {
  private HeaderAttributes() {}

  static List<HeaderSettings> read(BlockReader block) {
    Map<String, List<Secret>> secrets = Secrets.lists(block.attribute("http_headers"));
    Map<String, List<Path>> files =
        block
            .attribute("http_header_files")
            .map(value -> Convert.toList(value, HeaderAttributes::path))
            .orElse(Map.of());
    var names = new TreeSet<>(secrets.keySet());
    names.addAll(files.keySet());
    var headers = new ArrayList<HeaderSettings>();
    for (String name : names) {
      headers.add(
          new HeaderSettings(
              name,
              List.of(),
              secrets.getOrDefault(name, List.of()),
              files.getOrDefault(name, List.of())));
    }
    HttpClientSettings.headerProblems(headers).forEach(block::error);
    return headers;
  }

  private static Path path(Value value) {
    return AttributeReader.parse(
        value,
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new ConfigException("not a file name: " + e.getReason(), e);
          }
        });
  }

  static void describe(List<HeaderSettings> headers, Body.Builder body) {
    var secrets = new LinkedHashMap<String, List<Secret>>();
    var files = new LinkedHashMap<String, Value>();
    for (HeaderSettings header : headers) {
      if (!header.secrets().isEmpty() || header.files().isEmpty()) {
        secrets.put(header.name(), header.secrets());
      }
      if (!header.files().isEmpty()) {
        List<Value> paths = header.files().stream().map(file -> Value.of(file.toString())).toList();
        files.put(header.name(), Value.of(paths));
      }
    }
    Secrets.describeLists(body, "http_headers", secrets);
    if (!files.isEmpty()) {
      body.attr("http_header_files", Value.of(files));
    }
  }
}

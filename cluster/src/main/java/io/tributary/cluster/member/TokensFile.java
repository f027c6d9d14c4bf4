package io.tributary.cluster.member;

import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The file in which an agent keeps its tokens between two runs: `{"tokens":[1,2,3]}`.
///
/// Source: grafana/dskit `ring/tokens.go`.
final class TokensFile {
  /// 100,000 tokens.
  private static final int MAX_BYTES = 1 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  private final Disk disk;
  private final Path path;

  TokensFile(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /// Ascending; none where there is no file. Throws where it cannot be read.
  List<Long> read() throws IOException {
    if (!disk.isFile(path)) {
      return List.of();
    }
    try {
      return parse(bytes());
    } catch (JacksonException e) {
      throw new IOException("cannot read tokens from " + path + ": " + e.getOriginalMessage(), e);
    }
  }

  private byte[] bytes() throws IOException {
    try (DiskFile file = disk.openReadOnly(path)) {
      if (file.size() > MAX_BYTES) {
        throw new IOException(
            "cannot read tokens from " + path + ": it has more than " + MAX_BYTES + " bytes");
      }
      ByteBuffer into = ByteBuffer.allocate((int) file.size());
      int length = Math.max(0, file.read(into, 0));
      return Arrays.copyOf(into.array(), length);
    }
  }

  private List<Long> parse(byte[] json) throws IOException {
    var tokens = new ArrayList<Long>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      boolean isHere = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case PROPERTY_NAME -> isHere = parser.currentName().equals("tokens");
          case VALUE_NUMBER_INT -> {
            if (isHere) {
              tokens.add(checked(parser.getLongValue()));
            }
          }
          default -> {}
        }
      }
    }
    return tokens.stream().distinct().sorted().toList();
  }

  private Long checked(long token) throws IOException {
    if (token < 0 || token > 0xffff_ffffL) {
      throw new IOException("cannot read tokens from " + path + ": " + token + " is none");
    }
    return token;
  }

  /// Replaces the file in one step, so that a crash leaves the old one.
  void write(List<Long> tokens) throws IOException {
    String json =
        tokens.stream()
            .map(String::valueOf)
            .collect(Collectors.joining(",", "{\"tokens\":[", "]}"));
    Path next = path.resolveSibling(path.getFileName() + ".tmp");
    if (disk.isFile(next)) {
      disk.delete(next);
    }
    try (DiskFile file = disk.create(next)) {
      file.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), 0);
      file.force();
    }
    disk.rename(next, path);
  }
}

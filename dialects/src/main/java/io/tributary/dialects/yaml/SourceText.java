package io.tributary.dialects.yaml;

import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.IoReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of one configuration file, kept so that findings can show their lines. Not thread
/// safe.
public final class SourceText {
  private static final int INDEX_STEP = 128;
  private static final int MAX_LINE_BYTES = 8192;

  private final String name;
  private final byte[] bytes;
  private final int start;
  private final Charset charset;
  private final int unit;
  private int[] index = {};

  /// The line asked for last and where it begins: findings come in the order of the file.
  private int lastNumber = 1;

  private int lastStart;

  private SourceText(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
    var mark = ByteOrderMark.of(bytes);
    charset = mark.charset();
    start = mark.length();
    lastStart = start;
    unit = charset.equals(StandardCharsets.UTF_8) ? 1 : 2;
  }

  public static SourceText of(String name, String text) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public static SourceText of(String name, byte[] bytes) {
    return new SourceText(name, bytes.clone());
  }

  /// Reads a file of at most `maxBytes`; throws [ConfigException] when it cannot be read or is
  /// larger.
  public static SourceText read(Path file, long maxBytes) {
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigException("cannot read " + file + ": is a directory");
      }
      if (Files.size(file) > maxBytes) {
        throw tooLarge(file, maxBytes);
      }
      try (var in = Files.newInputStream(file)) {
        byte[] bytes = new byte[Math.toIntExact(Files.size(file))];
        int read = in.readNBytes(bytes, 0, bytes.length);
        // The size of a pipe or a device says nothing, and a file may grow.
        byte[] more = in.readNBytes(Math.toIntExact(maxBytes) - read + 1);
        if (read + more.length > maxBytes) {
          throw tooLarge(file, maxBytes);
        }
        if (more.length == 0 && read == bytes.length) {
          return new SourceText(file.toString(), bytes);
        }
        byte[] all = Arrays.copyOf(bytes, read + more.length);
        System.arraycopy(more, 0, all, read, more.length);
        return new SourceText(file.toString(), all);
      }
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  private static ConfigException tooLarge(Path file, long maxBytes) {
    return new ConfigException(
        "cannot read " + file + ": larger than the limit of " + (maxBytes >> 20) + " MiB");
  }

  /// How findings call the file.
  public String name() {
    return name;
  }

  /// Adds the length and the content to a checksum.
  public void digest(MessageDigest digest) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  Reader reader() {
    var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    return new InputStreamReader(
        new ByteArrayInputStream(bytes, start, bytes.length - start), decoder);
  }

  /// Where the encoding breaks, as {line, column}; null when it does not.
  int @Nullable [] firstMalformed() {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    var out = CharBuffer.allocate(8192);
    int line = 1;
    int column = 1;
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      out.flip();
      while (out.hasRemaining()) {
        char c = out.get();
        if (c == '\n') {
          line++;
          column = 1;
        } else if (!Character.isLowSurrogate(c)) {
          column++;
        }
      }
      out.clear();
      if (result.isError()) {
        return new int[] {line, column};
      }
      if (result.isUnderflow()) {
        return null;
      }
    }
  }

  /// The text of a line without its end; empty beyond the last line, and for a line that is too
  /// long to be read by anybody. Broken bytes become U+FFFD.
  public String line(int number) {
    int from = lineStart(number);
    if (from >= bytes.length) {
      return "";
    }
    // Not to the end of a line that is a file of its own: each finding asks for its line.
    int most = (int) Math.min(from + MAX_LINE_BYTES + (long) unit, bytes.length);
    int end = lineEnd(from, most);
    if (end - from > MAX_LINE_BYTES) {
      return "";
    }
    String text = new String(bytes, from, end - from, charset);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /// How many lines there are, the one behind the last line break counted.
  int lines() {
    int lines = 1;
    for (int end = lineEnd(start, bytes.length);
        end < bytes.length;
        end = lineEnd(end + unit, bytes.length)) {
      lines++;
    }
    return lines;
  }

  private int lineStart(int number) {
    if (index.length == 0) {
      index = buildIndex();
    }
    int entry = Math.min((number - 1) / INDEX_STEP, index.length - 1);
    int line = entry * INDEX_STEP + 1;
    int from = index[entry];
    if (line <= lastNumber && lastNumber <= number) {
      line = lastNumber;
      from = lastStart;
    }
    for (; line < number && from < bytes.length; line++) {
      from = lineEnd(from, bytes.length) + unit;
    }
    lastNumber = line;
    lastStart = from;
    return from;
  }

  /// Where every [#INDEX_STEP]th line begins.
  private int[] buildIndex() {
    int[] starts = {start};
    int lines = 0;
    for (int from = start; from < bytes.length; from = lineEnd(from, bytes.length) + unit) {
      if (lines % INDEX_STEP == 0) {
        int entry = lines / INDEX_STEP;
        starts = entry == starts.length ? Arrays.copyOf(starts, 2 * entry) : starts;
        starts[entry] = from;
      }
      lines++;
    }
    return Arrays.copyOf(starts, Math.max(1, (lines + INDEX_STEP - 1) / INDEX_STEP));
  }

  /// Where the line from `from` ends, or `most` where it goes on there.
  private int lineEnd(int from, int most) {
    for (int i = from; i + unit <= most; i += unit) {
      int c = bytes[i] & 0xFF;
      if (unit == 2) {
        int next = bytes[i + 1] & 0xFF;
        c = charset.equals(StandardCharsets.UTF_16BE) ? (c << 8) | next : (next << 8) | c;
      }
      if (c == '\n') {
        return i;
      }
    }
    return most;
  }
}

package io.tributary.exporters.unix.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;

/// What a time zone is called at an instant: `CET`, `CEST`, `+03`.
///
/// Taken from the system's own files, because Java's names depend on locale data that may not be
/// there. The rules of Java say which offset is in force; the file, what it is called.
///
/// Source: tzfile(5), RFC 8536:
///
/// ```
/// 0 TZif   4 version   20 counts (6 ints): ut, std, leap, times, types, chars   44 data
/// data: times · width, times · 1 (type of each), types · 6 (offset, is dst, index of name), chars
/// ```
///
/// From version 2 on, the whole comes again with times of 64 bits.
final class ZoneName {
  private static final int HEADER_BYTES = 44;
  private static final int TYPE_BYTES = 6;
  private static final int MAX_BYTES = 1 << 20;

  private ZoneName() {}

  static String of(ZoneId zone, Instant at) {
    ZoneRules rules = zone.getRules();
    int offset = rules.getOffset(at).getTotalSeconds();
    boolean isDaylightSaving = rules.isDaylightSavings(at);
    for (Path file :
        List.of(Path.of("/usr/share/zoneinfo", zone.getId()), Path.of("/etc/localtime"))) {
      try {
        String name = read(file, offset, isDaylightSaving);
        if (!name.isEmpty()) {
          return name;
        }
      } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException _) {
        // The next one.
      }
    }
    return offset == 0 ? "UTC" : rules.getOffset(at).getId();
  }

  /// Empty where the file has no such offset.
  static String read(Path file, int offset, boolean isDaylightSaving) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return "";
    }
    ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file));
    // "TZif"
    if (data.getInt(0) != 0x545a6966) {
      return "";
    }
    boolean isWide = data.get(4) >= '2';
    int at = isWide ? end(data, 0, Integer.BYTES) : 0;
    return find(data, at, isWide ? Long.BYTES : Integer.BYTES, offset, isDaylightSaving);
  }

  /// The last type in use that fits, else any that does.
  private static String find(
      ByteBuffer data, int header, int width, int offset, boolean isDaylightSaving) {
    int times = count(data, header, 3);
    int types = count(data, header, 4);
    int typeOfTime = header + HEADER_BYTES + times * width;
    int typeTable = typeOfTime + times;
    int names = typeTable + types * TYPE_BYTES;
    for (int i = times - 1; i >= -types; i--) {
      int index = i >= 0 ? data.get(typeOfTime + i) & 0xff : -i - 1;
      int type = typeTable + index * TYPE_BYTES;
      if (data.getInt(type) == offset && (data.get(type + 4) != 0) == isDaylightSaving) {
        return text(data, names + (data.get(type + 5) & 0xff));
      }
    }
    return "";
  }

  private static int end(ByteBuffer data, int header, int width) {
    return header
        + HEADER_BYTES
        + count(data, header, 3) * (width + 1)
        + count(data, header, 4) * TYPE_BYTES
        + count(data, header, 5)
        + count(data, header, 2) * (width + Integer.BYTES)
        + count(data, header, 1)
        + count(data, header, 0);
  }

  private static int count(ByteBuffer data, int header, int index) {
    return data.getInt(header + 20 + index * Integer.BYTES);
  }

  private static String text(ByteBuffer data, int from) {
    int end = from;
    while (data.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - from];
    data.get(from, text);
    return new String(text, ISO_8859_1);
  }
}

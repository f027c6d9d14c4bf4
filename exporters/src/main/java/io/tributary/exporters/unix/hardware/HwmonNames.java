package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a chip with sensors is called. The numbers of `hwmon0`, `hwmon1` depend on which module was
/// loaded first, so a name is made of where the device is: `platform_coretemp_0`.
final class HwmonNames {
  private static final Pattern INVALID = Pattern.compile("[^a-z0-9:_]");

  private HwmonNames() {}

  /// A name that no other chip has.
  static String chip(Tree files) throws IOException {
    String byDevice = byDevice(files);
    if (!byDevice.isEmpty()) {
      return byDevice;
    }
    String readable = readable(files);
    if (readable != null) {
      return readable;
    }
    Path real = files.root().toRealPath();
    String name = clean(String.valueOf(real.getFileName()));
    if (name.isEmpty()) {
      throw new MalformedException("cannot name the sensors below " + files.root());
    }
    return name;
  }

  /// What the driver calls it, which several may share; null where it has no name.
  static @Nullable String readable(Tree files) {
    try {
      String name = clean(files.text("name"));
      return name.isEmpty() ? null : name;
    } catch (IOException _) {
      return null;
    }
  }

  /// Lower case, with an underscore for whatever may not stand in a name.
  static String clean(String name) {
    String lower = INVALID.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
    int from = 0;
    int to = lower.length();
    while (from < to && lower.charAt(from) == '_') {
      from++;
    }
    while (to > from && lower.charAt(to - 1) == '_') {
      to--;
    }
    return lower.substring(from, to);
  }

  /// Without line feeds at either end; blanks stay.
  static String trimLines(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == '\n') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == '\n') {
      to--;
    }
    return text.substring(from, to);
  }

  private static String byDevice(Tree files) throws IOException {
    if (!Files.exists(files.at("device"))) {
      return "";
    }
    Path device = files.at("device").toRealPath();
    Path bus = device.getParent();
    String name = clean(String.valueOf(device.getFileName()));
    String type = bus == null ? "" : clean(String.valueOf(bus.getFileName()));
    return name.isEmpty() || type.isEmpty() ? name : type + "_" + name;
  }
}

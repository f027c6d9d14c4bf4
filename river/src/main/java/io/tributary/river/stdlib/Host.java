package io.tributary.river.stdlib;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// What the standard library says of the machine. `environment` gives the value of a variable, the
/// empty text for one that is not set; `version` is that of the program.
public record Host(
    String name, String os, String arch, String version, UnaryOperator<String> environment) {

  /// This machine, with Go's words for system and processor.
  public static Host current(String version) {
    return new Host(
        hostName(),
        goSystem(System.getProperty("os.name", "")),
        goProcessor(System.getProperty("os.arch", "")),
        normalized(version),
        name -> {
          String value = System.getenv(name);
          return value == null ? "" : value;
        });
  }

  static String goSystem(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("mac")) {
      return "darwin";
    }
    return lower.startsWith("windows") ? "windows" : lower;
  }

  static String goProcessor(String name) {
    return switch (name) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      default -> name;
    };
  }

  /// With a `v` in front where it is a number; `v0.0.0` where there is none.
  static String normalized(String version) {
    String text = version.strip();
    if (text.isEmpty()) {
      return "v0.0.0";
    }
    return Character.isDigit(text.charAt(0)) ? "v" + text : text;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }
}

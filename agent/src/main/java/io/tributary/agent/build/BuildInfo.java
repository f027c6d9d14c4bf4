package io.tributary.agent.build;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// Version and origin of the running program, written into the jar by the build.
///
/// A part that the build could not find out (a source archive has no revision) reads `unknown`.
public record BuildInfo(
    String version, String revision, String branch, String user, String date, String runtime) {

  private static final String UNKNOWN = "unknown";

  /// The build that is running.
  public static final BuildInfo CURRENT = read();

  private static BuildInfo read() {
    var properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException _) {
      // Left empty: every part reads "unknown".
    }
    return new BuildInfo(
        part(properties, "version"),
        part(properties, "revision"),
        part(properties, "branch"),
        part(properties, "user"),
        part(properties, "date"),
        "java"
            + Runtime.version().feature()
            + "."
            + Runtime.version().interim()
            + "."
            + Runtime.version().update());
  }

  private static String part(Properties properties, String name) {
    String value = properties.getProperty(name, "").strip();
    return value.isEmpty() || value.startsWith("${") ? UNKNOWN : value;
  }

  /// Operating system in the words of other agents: `linux`, `darwin`.
  public static String os() {
    String name = System.getProperty("os.name", "");
    return name.startsWith("Mac") ? "darwin" : name.toLowerCase(java.util.Locale.ROOT);
  }

  /// Processor architecture in the words of other agents: `amd64`, `arm64`.
  public static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  /// The block that `--version` prints.
  public String describe() {
    return """
    tributary, version %s (branch: %s, revision: %s)
      build user:       %s
      build date:       %s
      java version:     %s
      platform:         %s/%s
      tags:             none
    """
        .formatted(version, branch, revision, user, date, runtime, os(), architecture());
  }
}

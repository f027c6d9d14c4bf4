package io.tributary.base.plugin;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Loads parts of the agent that bring heavy libraries, each with a class loader of its own: an
/// agent that does not use one never pays for it, and what two of them bring cannot clash. What is
/// on the agent's class path comes before what a plugin brings.
///
/// The plugin `NAME` is the jars in the folder `plugins/NAME` of the distribution, beside `lib`. It
/// is entered at its class `io.tributary.plugins.NAME.Plugin`, which has a public constructor
/// without parameters. Where that class is on the class path already, as in tests, it is taken from
/// there.
///
/// Thread-safe. What was loaded stays loaded.
public final class Plugins {
  private static final String JAR = ".jar";

  private final Optional<Path> folder;

  /// Guarded by itself.
  private final Map<String, ClassLoader> loaders = new HashMap<>();

  /// @param folder with a folder for each plugin; empty where there is only the class path
  public Plugins(Optional<Path> folder) {
    this.folder = folder;
  }

  /// Those of the distribution that this program runs from.
  public static Plugins installed() {
    return new Plugins(besideLibraries(Plugins.class.getProtectionDomain().getCodeSource()));
  }

  private static Optional<Path> besideLibraries(@Nullable CodeSource source) {
    try {
      URI jar = source == null ? URI.create("none:/") : source.getLocation().toURI();
      if (!"file".equals(jar.getScheme()) || !jar.getPath().endsWith(JAR)) {
        return Optional.empty();
      }
      Path library = Path.of(jar).getParent();
      Path home = library == null ? null : library.getParent();
      return Optional.ofNullable(home).map(folder -> folder.resolve("plugins"));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /// A new instance of the entry of the plugin `name`. Throws, saying where it looked, when it is
  /// not there.
  public <T> T load(String name, Class<T> type) throws IOException {
    try {
      Class<?> entry =
          Class.forName("io.tributary.plugins." + name + ".Plugin", true, loader(name));
      return type.cast(entry.getConstructor().newInstance());
    } catch (InvocationTargetException e) {
      throw new IOException("cannot start the plugin \"" + name + "\": " + e.getCause(), e);
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new IOException(
          "cannot load the plugin \"" + name + "\" from " + place(name) + ": " + e, e);
    }
  }

  private ClassLoader loader(String name) throws IOException {
    synchronized (loaders) {
      ClassLoader known = loaders.get(name);
      if (known == null) {
        known = isOnClassPath(name) ? Plugins.class.getClassLoader() : open(name);
        loaders.put(name, known);
      }
      return known;
    }
  }

  private static boolean isOnClassPath(String name) {
    return Plugins.class.getResource("/io/tributary/plugins/" + name + "/Plugin.class") != null;
  }

  private ClassLoader open(String name) throws IOException {
    List<URL> jars = jars(name);
    if (jars.isEmpty()) {
      throw new IOException("cannot load the plugin \"" + name + "\": no jar in " + place(name));
    }
    return new URLClassLoader(
        "plugin-" + name, jars.toArray(URL[]::new), Plugins.class.getClassLoader());
  }

  private List<URL> jars(String name) throws IOException {
    var jars = new ArrayList<URL>();
    Path of = folder.map(all -> all.resolve(name)).orElse(null);
    if (of != null && Files.isDirectory(of)) {
      try (Stream<Path> files = Files.list(of)) {
        for (Path file : files.sorted().toList()) {
          if (file.toString().endsWith(JAR)) {
            jars.add(file.toUri().toURL());
          }
        }
      }
    }
    return jars;
  }

  private String place(String name) {
    return folder
        .map(all -> all.resolve(name).toString())
        .orElse("the class path, and there is no folder of plugins");
  }
}

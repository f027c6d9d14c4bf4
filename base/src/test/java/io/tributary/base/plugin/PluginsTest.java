package io.tributary.base.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
  @TempDir Path folder;

  private Plugins plugins() {
    return new Plugins(Optional.of(folder.resolve("plugins")));
  }

  @Test
  void loadsAPluginFromItsOwnFolder() throws Exception {
    write(
        "greeter",
        """
        package io.tributary.plugins.greeter;
        public class Plugin implements java.util.function.Supplier<String> {
          public String get() { return "hello from " + getClass().getClassLoader().getName(); }
        }
        """);
    Supplier<?> greeter = plugins().load("greeter", Supplier.class);
    assertThat(greeter.get()).isEqualTo("hello from plugin-greeter");
  }

  @Test
  void loadsAllInstancesOfAPluginWithOneClassLoader() throws Exception {
    write(
        "again",
        """
        package io.tributary.plugins.again;
        public class Plugin implements java.util.function.Supplier<String> {
          public String get() { return ""; }
        }
        """);
    Plugins plugins = plugins();
    assertThat(plugins.load("again", Supplier.class).getClass())
        .isSameAs(plugins.load("again", Supplier.class).getClass());
  }

  @Test
  void saysWhereItLookedForAPlugin() {
    assertThatThrownBy(() -> plugins().load("etc", Supplier.class))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot load the plugin \"etc\": no jar in "
                + folder.resolve("plugins").resolve("etc"));
    assertThatThrownBy(() -> new Plugins(Optional.empty()).load("etc", Supplier.class))
        .hasMessage(
            "cannot load the plugin \"etc\": no jar in the class path, and there is no folder of"
                + " plugins");
  }

  @Test
  void saysWhatIsWrongWithAPlugin() throws Exception {
    write(
        "broken",
        """
        package io.tributary.plugins.broken;
        public class Plugin {
          public Plugin() { throw new IllegalStateException("out of order"); }
        }
        """);
    assertThatThrownBy(() -> plugins().load("broken", Object.class))
        .hasMessage(
            "cannot start the plugin \"broken\": java.lang.IllegalStateException: out of order");
    write("other", "package io.tributary.plugins.other; public class Plugin {}");
    assertThatThrownBy(() -> plugins().load("other", Supplier.class))
        .hasMessageStartingWith("cannot load the plugin \"other\" from " + folder)
        .hasMessageContaining("ClassCastException");
  }

  /// Compiles a plugin into a jar in its folder.
  private void write(String name, String source) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes-" + name));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean isCompiled =
        compiler
            .getTask(
                null,
                null,
                null,
                List.of("-d", classes.toString(), "-proc:none"),
                null,
                List.of(source(source)))
            .call();
    assertThat(isCompiled).isTrue();
    Path jar =
        Files.createDirectories(folder.resolve("plugins").resolve(name)).resolve(name + ".jar");
    String entry = "io/tributary/plugins/" + name + "/Plugin.class";
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(classes.resolve(entry), out);
      out.closeEntry();
    }
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///Plugin.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}

package io.tributary.exporters.unix.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
  @TempDir Path root;

  @Test
  void anAttributeIsTheFirstBytesWithoutBlanks() throws IOException {
    FakeHost host =
        FakeHost.empty(root).file("sys/short", " up \n").file("sys/long", "x".repeat(500));
    assertThat(host.sys().attribute("short")).isEqualTo("up");
    assertThat(host.sys().raw("short")).isEqualTo(" up \n");
    assertThat(host.sys().attribute("long")).hasSize(128);
  }

  @Test
  void bytesThatAreNoTextAreOneReplacement() throws IOException {
    FakeHost host = FakeHost.empty(root);
    Files.write(
        host.sys().at("name"), new byte[] {'a', (byte) 0xc3, (byte) 0xff, (byte) 0xff, 'b'});
    assertThat(host.sys().attribute("name")).isEqualTo("a" + (char) 0xfffd + "b");
    assertThat(host.sys().text("name")).isEqualTo("a" + (char) 0xfffd + "b");
  }

  @Test
  void whatIsNotThereIsNullOnlyWhereThatIsAskedFor() throws IOException {
    Tree sys = FakeHost.empty(root).sys();
    assertThat(sys.attributeIfPresent("missing")).isNull();
    assertThat(sys.attributeIfReadable("missing")).isNull();
    assertThatThrownBy(() -> sys.attribute("missing")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> sys.names("missing")).isInstanceOf(NoSuchFileException.class);
    assertThat(sys.matching("missing", Pattern.compile(".*"))).isEmpty();
  }

  @Test
  void namesAreSorted() throws IOException {
    FakeHost host = FakeHost.empty(root).file("sys/c10", "").file("sys/c2", "").file("sys/b", "");
    assertThat(host.sys().names("")).containsExactly("b", "c10", "c2");
    assertThat(host.sys().matching("", Pattern.compile("c[0-9]+"))).containsExactly("c10", "c2");
  }
}

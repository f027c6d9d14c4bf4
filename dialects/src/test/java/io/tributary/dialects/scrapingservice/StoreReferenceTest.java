package io.tributary.dialects.scrapingservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.StoreSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreReferenceTest {
  @TempDir private Path folder;

  @Test
  void readsUrls() {
    StoreSettings etcd = StoreReference.read("etcd://a:2379,b:2379/mine");
    assertThat(etcd.kind()).isEqualTo(Kind.ETCD);
    assertThat(etcd.prefix()).isEqualTo("mine/");
    assertThat(etcd.etcd().endpoints()).containsExactly("a:2379", "b:2379");
    assertThat(StoreReference.read("etcd://a:2379").prefix()).isEqualTo("tributary/");

    StoreSettings consul = StoreReference.read("consul://c:8500/x/y/");
    assertThat(consul.kind()).isEqualTo(Kind.CONSUL);
    assertThat(consul.prefix()).isEqualTo("x/y/");
    assertThat(consul.consul().host()).isEqualTo("c:8500");
  }

  @Test
  void readsFilesWithTheFieldsOfKvstore() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("store.yaml"),
            """
            store: etcd
            etcd: {endpoints: [a:2379], username: u, password: geheim}
            """);
    StoreSettings settings = StoreReference.read(file.toString());
    assertThat(settings.prefix()).isEqualTo("tributary/");
    assertThat(settings.etcd().username()).isEqualTo("u");
    assertThat(settings.etcd().password().value()).isEqualTo("geheim");
    assertThat(settings.toString()).doesNotContain("geheim");
  }

  @Test
  void tellsWhereAFileIsWrong() throws IOException {
    Path file =
        Files.writeString(folder.resolve("store.yaml"), "store: etcd\netcd: {endpoint: [a]}\n");
    assertThatThrownBy(() -> StoreReference.read(file.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("store.yaml:2:8")
        .hasMessageContaining("endpoint");
    Path empty = Files.writeString(folder.resolve("empty.yaml"), "");
    assertThatThrownBy(() -> StoreReference.read(empty.toString()))
        .hasMessageContaining("is empty");
    assertThatThrownBy(() -> StoreReference.read(folder.resolve("none").toString()))
        .hasMessageContaining("cannot read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "etcd://                | names no host:port",
        "etcd://u:p@a:2379      | with a name or password in its URL",
        "etcd://a:2379/x?tls=on | a URL has no other settings",
        "consul://a:1,b:2       | Consul is asked at one host:port",
        "https://u:p@a:2379     | want etcd://…, consul://… or a file",
      })
  void refusesUrlsThatCannotBe(String url, String why) {
    assertThatThrownBy(() -> StoreReference.read(url)).hasMessageContaining(why);
  }

  @Test
  void refusesAStoreThatIsSharedWithNobody() throws IOException {
    for (String text :
        List.of(
            "store: inmemory\n",
            """
            store: multi
            multi: {primary: inmemory, secondary: etcd}
            etcd: {endpoints: [a:1]}
            """)) {
      Path file = Files.writeString(folder.resolve("store.yaml"), text);
      assertThatThrownBy(() -> StoreReference.read(file.toString()))
          .hasMessageContaining("inmemory: it is shared with no other process");
    }
  }
}

package io.tributary.plugins.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.SecretSource;
import io.tributary.cluster.store.KeyValueStore.Watch;
import io.tributary.cluster.store.StoreException;
import io.tributary.net.tls.TlsSettings;
import io.tributary.testkit.store.Etcd;
import io.tributary.testkit.store.Heard;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdTlsTest {
  @TempDir static Path folder;
  private static Etcd etcd;

  @BeforeAll
  static void start() throws Exception {
    etcd = Etcd.startWithTls(folder);
  }

  @AfterAll
  static void stop() {
    if (etcd != null) {
      etcd.close();
    }
  }

  private static TlsSettings trusting(String serverName) {
    return new TlsSettings(
        SecretSource.ofFile(etcd.certificate()),
        SecretSource.NONE,
        SecretSource.NONE,
        serverName,
        false,
        null,
        null);
  }

  @Test
  void trustsTheAuthorityThatItIsGiven() throws Exception {
    try (var store = Stores.open(etcd.endpoint(), "", "", Optional.of(trusting("")))) {
      Stores.put(store, "c/a", "1");
      assertThat(Stores.get(store, "c/a")).hasValue("1");
      var heard = new Heard();
      try (Watch _ = store.watch("c/", heard)) {
        assertThat(heard.next()).isEqualTo("loaded [c/a]");
        Stores.put(store, "c/a", "2");
        assertThat(heard.next()).isEqualTo("c/a=2");
      }
    }
  }

  @Test
  void refusesAnotherNameThanTheOneThatItExpects() throws Exception {
    try (var store = Stores.open(etcd.endpoint(), "", "", Optional.of(trusting("etcd.example")))) {
      assertThatThrownBy(() -> store.get("a"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("No name matching etcd.example found");
    }
  }

  @Test
  void refusesAnAuthorityThatItDoesNotKnow() throws Exception {
    try (var store = Stores.open(etcd.url(), "", "", Optional.empty())) {
      assertThatThrownBy(() -> store.get("a"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void looksAtNothingWhereItIsToldSo() throws Exception {
    var careless =
        new TlsSettings(
            SecretSource.NONE, SecretSource.NONE, SecretSource.NONE, "", true, null, null);
    try (var store = Stores.open(etcd.endpoint(), "", "", Optional.of(careless))) {
      Stores.put(store, "b", "1");
      assertThat(Stores.get(store, "b")).hasValue("1");
    }
  }

  @Test
  void saysWhichCertificateCannotBeRead() {
    var settings =
        new TlsSettings(
            SecretSource.ofFile(folder.resolve("none.pem")),
            SecretSource.NONE,
            SecretSource.NONE,
            "",
            false,
            null,
            null);
    assertThatThrownBy(() -> Stores.open(etcd.endpoint(), "", "", Optional.of(settings)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot use etcd at " + etcd.endpoint() + ": cannot read CA cert: ")
        .hasMessageContaining("none.pem");
  }

  @Test
  void saysWhichEndpointCannotBe() {
    assertThatThrownBy(() -> Stores.open("unix:///run/etcd.sock", "", "", Optional.empty()))
        .hasMessage(
            "cannot use the etcd endpoint \"unix:///run/etcd.sock\": want host:port or an HTTP"
                + " URL");
    assertThatThrownBy(() -> Stores.open("a b:1", "", "", Optional.empty()))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot use the etcd endpoint \"a b:1\": ");
  }
}

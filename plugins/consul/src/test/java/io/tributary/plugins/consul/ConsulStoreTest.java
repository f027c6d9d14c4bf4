package io.tributary.plugins.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.Secret;
import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.KeyValueStore.Watch;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.testkit.store.FakeConsul;
import io.tributary.testkit.store.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsulStoreTest {
  private final List<String> measured = new CopyOnWriteArrayList<>();
  private FakeConsul consul;
  private KeyValueStore store;

  @BeforeEach
  void start() throws Exception {
    consul = new FakeConsul();
    store = open("", false);
  }

  @AfterEach
  void stop() {
    store.close();
    consul.close();
  }

  private KeyValueStore open(String token, boolean isConsistent) throws StoreException {
    return open(consul.host(), token, isConsistent);
  }

  private KeyValueStore open(String host, String token, boolean isConsistent)
      throws StoreException {
    var settings =
        new StoreSettings.Consul(
            host,
            Secret.of(token),
            Duration.ofSeconds(20),
            isConsistent,
            0,
            1,
            Duration.ofMillis(1));
    return new Plugin()
        .open(
            new StoreSettings(
                StoreSettings.Kind.CONSUL,
                "",
                settings,
                StoreSettings.Etcd.DEFAULTS,
                StoreSettings.Multi.DEFAULTS),
            new StoreContext(
                Clock.system(),
                new Random(1),
                (operation, isSuccess, _) -> measured.add(operation + " " + isSuccess)));
  }

  private void put(String key, String value) throws StoreException, InterruptedException {
    store.update(key, _ -> Optional.of(value.getBytes(UTF_8)));
  }

  @Test
  void readsWhatItWrote() throws Exception {
    String key = "configurations/team a/node";
    assertThat(store.get(key)).isEmpty();
    put(key, "1");
    store.update(
        key, present -> Optional.of((new String(present.get(), UTF_8) + "2").getBytes(UTF_8)));
    assertThat(store.get(key)).hasValue("12".getBytes(UTF_8));
    store.update(key, _ -> Optional.empty());
    assertThat(store.delete(key)).isTrue();
    assertThat(store.delete(key)).isFalse();
    assertThat(store.get(key)).isEmpty();
    put(key, "");
    assertThat(store.get(key)).hasValue(new byte[0]);
    assertThat(measured)
        .contains("Get true", "CAS true", "CAS loop true", "Delete true", "List true")
        .noneMatch(line -> line.endsWith("false"));
  }

  @Test
  void listsWhatBeginsWithAPrefix() throws Exception {
    put("c/a", "1");
    put("c/b/c", "2");
    put("d", "3");
    assertThat(store.list("c/").keySet()).containsExactly("c/a", "c/b/c");
    assertThat(store.list("c/").get("c/a")).isEqualTo("1".getBytes(UTF_8));
    assertThat(store.list("none")).isEmpty();
    assertThat(store.list("")).hasSize(3);
  }

  @Test
  void listsKeysWithoutValues() throws Exception {
    assertThat(store.keys("c/")).isEmpty();
    put("c/b", "1");
    put("c/a", "2");
    put("d", "3");
    assertThat(store.keys("c/")).containsExactly("c/a", "c/b");
    assertThat(consul.requests().getLast()).startsWith("GET /v1/kv/c").contains("keys");
  }

  @Test
  void takesInNoAnswerThatIsTooLong() throws Exception {
    put("a", "1".repeat(1000));
    var client = new OkHttpClient.Builder().addInterceptor(new BoundedAnswers(500)).build();
    var request = new Request.Builder().url("http://" + consul.host() + "/v1/kv/a").build();
    try (Response response = client.newCall(request).execute()) {
      assertThatThrownBy(() -> response.body().string())
          .hasMessage("it answers more than 500 bytes");
    }
  }

  @Test
  void tellsNoPasswordOfAnAddress() {
    for (String host : List.of("u:hidden@" + consul.host(), "https://u:hidden@localhost")) {
      assertThatThrownBy(() -> open(host, "", false))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("acl_token")
          .hasMessageNotContaining("hidden");
    }
  }

  @Test
  void readsStaleValuesUnlessToldOtherwise() throws Exception {
    store.list("a");
    put("a", "1");
    store.get("a");
    assertThat(consul.requests())
        .containsExactly(
            "GET /v1/kv/a?stale=&recurse=true",
            // Whether it may be read at all.
            "GET /v1/kv/a?stale=",
            "GET /v1/kv/a",
            "PUT /v1/kv/a?cas=0",
            "GET /v1/kv/a?stale=");
    try (var consistent = open("", true)) {
      consistent.list("a");
      assertThat(consul.requests().getLast())
          .startsWith("GET /v1/kv/a?")
          .contains("consistent", "recurse");
    }
  }

  @Test
  void triesTenTimesWhereOthersAreFaster() {
    int[] calls = new int[1];
    consul.beforeSwap(() -> consul.put("a", ("" + ++calls[0]).getBytes(UTF_8)));
    assertThatThrownBy(() -> put("a", "x"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot change \"a\" in Consul at http://"
                + consul.host()
                + ": others changed it first, 10 times");
    assertThat(calls[0]).isEqualTo(10);
    assertThat(measured).contains("CAS loop false");
  }

  @Test
  void tellsAWatchOfEverythingAndThenOfChangesAndDeletions() throws Exception {
    put("c/a", "1");
    var heard = new Heard();
    try (Watch _ = store.watch("c/", heard)) {
      assertThat(heard.next()).isEqualTo("loaded [c/a]");
      put("c/b", "2");
      assertThat(heard.next()).isEqualTo("c/b=2");
      put("d", "next to it");
      store.delete("c/a");
      assertThat(heard.next()).isEqualTo("c/a deleted");
      put("c/b", "3");
      assertThat(heard.next()).isEqualTo("c/b=3");
      store.delete("c/b");
      assertThat(heard.next()).isEqualTo("c/b deleted");
    }
    assertThat(consul.requests())
        .anyMatch(request -> request.contains("wait=10s") && request.contains("stale"));
  }

  @Test
  void readsEverythingAgainWhereTheIndexGoesBackwards() throws Exception {
    for (int i = 0; i < 20; i++) {
      consul.put("c/a", ("" + i).getBytes(UTF_8));
    }
    var heard = new Heard();
    try (Watch _ = store.watch("c/", heard)) {
      assertThat(heard.next()).isEqualTo("loaded [c/a]");
      consul.wipe();
      heard.await("loaded []");
      consul.put("c/b", "1".getBytes(UTF_8));
      heard.await("c/b=1");
    }
  }

  @Test
  void watchesOnAfterAFailure() throws Exception {
    consul.put("c/a", "1".getBytes(UTF_8));
    var heard = new Heard();
    try (Watch _ = store.watch("c/", heard)) {
      assertThat(heard.next()).isEqualTo("loaded [c/a]");
      consul.fail(500);
      Clock clock = Clock.system();
      while (!measured.contains("List false")) {
        clock.sleepUntil(clock.nanos() + Duration.ofMillis(5).toNanos());
      }
      consul.delete("c/a");
      consul.fail(0);
      heard.await("loaded []");
    }
  }

  @Test
  void isNeverEmptyWhileItIsAway() throws Exception {
    put("a", "1");
    consul.fail(500);
    assertFails(store);
    consul.fail(0);
    assertThat(store.get("a")).isPresent();
    consul.close();
    assertThatThrownBy(() -> store.list(""))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot list \"\" in Consul at http://" + consul.host() + ": ")
        .hasMessageContaining("Failed to connect");
  }

  private void assertFails(KeyValueStore of) {
    String where = " in Consul at http://" + consul.host() + ": it answers status [500]: no luck";
    assertThatThrownBy(() -> of.get("a")).hasMessageStartingWith("cannot read \"a\"" + where);
    assertThatThrownBy(() -> of.list("")).hasMessageStartingWith("cannot list \"\"" + where);
    assertThatThrownBy(() -> of.delete("a")).hasMessageStartingWith("cannot read \"a\"" + where);
    assertThatThrownBy(() -> of.update("a", present -> present))
        .hasMessageStartingWith("cannot read \"a\"" + where);
  }

  @Test
  void takesSomethingElseAtItsAddressForNoEmptyStore() {
    consul.fail(404);
    assertThatThrownBy(() -> store.list("c/"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("what answers there is not Consul");
    assertThatThrownBy(() -> store.get("c/a"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("what answers there is not Consul");
  }

  @Test
  void sendsItsToken() throws Exception {
    consul.put("a", "1".getBytes(UTF_8));
    consul.requireToken("wonderland");
    assertThatThrownBy(() -> store.get("a"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it answers status [403]: Permission denied");
    try (var known = open("wonderland", false)) {
      assertThat(known.get("a")).isPresent();
    }
  }

  /// Consul leaves out what a token may not read, and a list that lacks it looks like one from
  /// which it was deleted.
  @Test
  void whatItMayNotReadIsNotGone() throws Exception {
    consul.put("c/a", "1".getBytes(UTF_8));
    consul.put("c/b/c", "2".getBytes(UTF_8));
    consul.requireToken("wonderland");
    assertThatThrownBy(() -> store.list("c/"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot list \"c/\" in Consul at ")
        .hasMessageContaining("Permission denied");
    try (var known = open("wonderland", false)) {
      assertThat(known.list("c/")).hasSize(2);
      consul.hide("c/b/");
      assertThatThrownBy(() -> known.list("c/"))
          .hasMessageEndingWith(
              "its token may not read everything there (Consul leaves out the rest)");
      assertThatThrownBy(() -> known.keys("c/")).isInstanceOf(StoreException.class);
    }
    try (var unknown = open("another", false)) {
      assertThatThrownBy(() -> unknown.list("c/")).hasMessageContaining("ACL not found");
    }
  }

  /// Consul forgets deletions after a while, and the index of a list goes back with them.
  @Test
  void anIndexThatGoesBackWithADeletionIsNoWipe() throws Exception {
    put("c/a", "1");
    put("c/b", "2");
    store.delete("c/b");
    var heard = new Heard();
    try (Watch _ = store.watch("c/", heard)) {
      assertThat(heard.next()).isEqualTo("loaded [c/a]");
      consul.reap();
      assertThat(heard.next()).isEqualTo("loaded [c/a]");
      put("c/c", "3");
      assertThat(heard.next()).isEqualTo("c/c=3");
    }
  }

  @Test
  void saysThatAValueIsTooLong() {
    assertThatThrownBy(() -> put("a", "1".repeat((512 << 10) + 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it answers status [413]: Request body(524289 bytes) too large");
  }

  /// The server would answer for `c/b`.
  @Test
  void usesNoKeyThatConsulTakesForAnotherOne() throws Exception {
    put("c/b", "1");
    for (String key : List.of("c/a/../b", "c/./b", "c//b", "/c/b", "c/..")) {
      assertThatThrownBy(() -> put(key, "2"))
          .as(key)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot have a part that is empty");
      assertThatThrownBy(() -> store.get(key)).as(key).isInstanceOf(StoreException.class);
    }
    put("c/..b/", "3");
    assertThat(store.get("c/..b/")).hasValue("3".getBytes(UTF_8));
    assertThat(store.get("c/b")).hasValue("1".getBytes(UTF_8));
  }

  @Test
  void endsAWatchThatWaits() throws Exception {
    var heard = new Heard();
    Watch watch = store.watch("c/", heard);
    assertThat(heard.next()).isEqualTo("loaded []");
    watch.close();
    consul.put("c/a", "1".getBytes(UTF_8));
    assertThat(store.get("c/a")).isPresent();
    assertThat(heard.isQuiet()).isTrue();
  }

  @Test
  void saysThatAnAddressCannotBe() {
    assertThatThrownBy(() -> open("unix:///run/consul.sock", "", false))
        .isInstanceOf(StoreException.class)
        .hasMessage("cannot use Consul at unix:///run/consul.sock: want host:port or an HTTP URL");
    assertThatThrownBy(() -> open("no host at all", "", false))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot use Consul at http://no host at all: ");
  }
}

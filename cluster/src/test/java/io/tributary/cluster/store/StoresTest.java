package io.tributary.cluster.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.plugin.Plugins;
import io.tributary.base.time.ManualClock;
import io.tributary.cluster.store.KeyValueStore.Watch;
import io.tributary.cluster.store.StoreSettings.Etcd;
import io.tributary.cluster.store.StoreSettings.Kind;
import io.tributary.cluster.store.StoreSettings.Multi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoresTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final StoreMetrics metrics = new StoreMetrics(registry);
  private final Stores stores =
      new Stores(new Plugins(Optional.empty()), metrics, new ManualClock(0), new Random(1));

  private static StoreSettings settings(Kind kind, String prefix, Multi multi) {
    return new StoreSettings(kind, prefix, StoreSettings.Consul.DEFAULTS, Etcd.DEFAULTS, multi);
  }

  private KeyValueStore memory(String prefix, StoreUse use) throws StoreException {
    return stores.open(settings(Kind.INMEMORY, prefix, Multi.DEFAULTS), use);
  }

  private static void put(KeyValueStore store, String key, String value) throws Exception {
    store.update(key, _ -> Optional.of(value.getBytes(UTF_8)));
  }

  @Test
  void sharesOneMemoryAndKeepsItsPartsApart() throws Exception {
    KeyValueStore ring = memory("collectors/", StoreUse.RING);
    KeyValueStore configurations = memory("configurations/", StoreUse.CONFIGURATIONS);
    put(ring, "agent", "ring");
    put(configurations, "agent", "a");
    put(configurations, "b/c", "b");
    assertThat(configurations.list("").keySet()).containsExactly("agent", "b/c");
    assertThat(configurations.list("b/").keySet()).containsExactly("b/c");
    assertThat(memory("", StoreUse.RING).list("").keySet())
        .containsExactly("collectors/agent", "configurations/agent", "configurations/b/c");
    assertThat(ring.delete("agent")).isTrue();
    assertThat(configurations.get("agent")).hasValue("a".getBytes(UTF_8));
  }

  @Test
  void endsTheWatchesOfOneUserAlone() throws Exception {
    KeyValueStore one = memory("c/", StoreUse.RING);
    KeyValueStore other = memory("c/", StoreUse.CONFIGURATIONS);
    var heardByOne = new Heard();
    var heardByOther = new Heard();
    Watch _ = one.watch("", heardByOne);
    try (Watch _ = other.watch("", heardByOther)) {
      one.close();
      put(other, "a", "1");
      other.delete("a");
    }
    assertThat(heardByOne.lines).containsExactly("loaded []");
    assertThat(heardByOther.lines).containsExactly("loaded []", "a=1", "a deleted");
  }

  @Test
  void saysWhichSettingsCanNeverWork() {
    assertProblem(Kind.ETCD, Multi.DEFAULTS, "etcd.endpoints: must have at least one endpoint");
    assertProblem(Kind.MULTI, Multi.DEFAULTS, "multi: primary or secondary store not set");
    assertProblem(
        Kind.MULTI,
        multi(Kind.CONSUL, Kind.CONSUL),
        "multi: primary and secondary stores must be different");
    assertProblem(
        Kind.MULTI,
        multi(Kind.CONSUL, Kind.MULTI),
        "multi: primary and secondary stores cannot be multi-stores");
    assertProblem(
        Kind.MULTI,
        multi(Kind.INMEMORY, Kind.ETCD),
        "etcd.endpoints: must have at least one endpoint");
  }

  private static Multi multi(Kind primary, Kind secondary) {
    return new Multi(Optional.of(primary), Optional.of(secondary), true, Duration.ofSeconds(2));
  }

  private void assertProblem(Kind kind, Multi multi, String problem) {
    StoreSettings settings = settings(kind, "", multi);
    assertThat(settings.problems()).singleElement().hasToString(problem);
    assertThatThrownBy(() -> stores.open(settings, StoreUse.RING))
        .isInstanceOf(StoreException.class)
        .hasMessage("cannot use the store of agent_viewer-ring: " + problem);
  }

  @Test
  void saysThatAPluginIsMissing() {
    assertThatThrownBy(() -> stores.open(StoreSettings.DEFAULTS, StoreUse.CONFIGURATIONS))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot load the plugin \"consul\"");
  }

  @Test
  void hasTheMetricsOfTheOriginal() throws Exception {
    KeyValueStore store = memory("c/", StoreUse.CONFIGURATIONS);
    put(store, "a", "1");
    store.get("a");
    store.list("");
    store.delete("a");
    store.watch("", new Heard()).close();
    put(memory("c/", StoreUse.LIFECYCLER), "a", "1");
    assertThat(series())
        .containsExactlyInAnyOrder(
            "kv_request_duration_seconds{kv_name=\"agent_configs\",operation=\"CAS\",role=\"primary\",status_code=\"200\",type=\"inmemory\"}",
            "kv_request_duration_seconds{kv_name=\"agent_configs\",operation=\"GET\",role=\"primary\",status_code=\"200\",type=\"inmemory\"}",
            "kv_request_duration_seconds{kv_name=\"agent_configs\",operation=\"List\",role=\"primary\",status_code=\"200\",type=\"inmemory\"}",
            "kv_request_duration_seconds{kv_name=\"agent_configs\",operation=\"Delete\",role=\"primary\",status_code=\"200\",type=\"inmemory\"}",
            "kv_request_duration_seconds{kv_name=\"agent_configs\",operation=\"WatchPrefix\",role=\"primary\",status_code=\"200\",type=\"inmemory\"}",
            "agent_dskit_kv_request_duration_seconds{kv_name=\"agent-lifecycler\",operation=\"CAS\",role=\"primary\",status_code=\"200\",type=\"inmemory\"}");
  }

  @Test
  void countsWhatFailedAsSuch() {
    var store =
        new MeteredStore(
            new BrokenStore(),
            new ManualClock(0),
            (operation, isSuccess, nanos) ->
                metrics.requested(StoreUse.RING, "primary", "consul", operation, isSuccess, nanos));
    assertThatThrownBy(() -> store.get("a")).isInstanceOf(StoreException.class);
    assertThat(series())
        .containsExactly(
            "kv_request_duration_seconds{kv_name=\"agent_viewer-ring\",operation=\"GET\",role=\"primary\",status_code=\"500\",type=\"consul\"}");
  }

  private List<String> series() {
    var series = new ArrayList<String>();
    for (MetricSnapshot family : registry.scrape()) {
      for (DataPointSnapshot point : family.getDataPoints()) {
        var labels = new ArrayList<String>();
        point
            .getLabels()
            .forEach(label -> labels.add(label.getName() + "=\"" + label.getValue() + "\""));
        series.add(family.getMetadata().getName() + "{" + String.join(",", labels) + "}");
      }
    }
    return series;
  }
}

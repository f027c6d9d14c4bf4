package io.tributary.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vectors that were computed with grafana/ckit and grafana/alloy.
class AlloyRingTest {
  private static final AlloyRing THREE = AlloyRing.of(List.of("node-b", "node-c", "node-a"));

  private static long key(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Xxh64.of(bytes, bytes.length);
  }

  private static long hex(String digits) {
    return HexFormat.fromHexDigitsToLong(digits);
  }

  @Test
  void hashesAsXxh64Does() {
    assertThat(key("")).isEqualTo(hex("ef46db3751d8e999"));
    assertThat(key("some-key")).isEqualTo(hex("66b0d5a27691ce93"));
    assertThat(key("example-key")).isEqualTo(hex("568b6f4c91a99400"));
  }

  @Test
  void hashesLabelsAsAlloyDoes() {
    var labels = new TreeMap<String, String>();
    for (int i = 0; i < 10; i++) {
      labels.put("label_" + i, "value_" + i);
    }
    assertThat(TargetKey.ofAll().of(Labels.of(labels))).isEqualTo(hex("a28155048ff30d6f"));
    labels.put("__meta_consul_dc", "dc1");
    assertThat(TargetKey.ofAll().of(Labels.of(labels))).isEqualTo(hex("a28155048ff30d6f"));
  }

  @ParameterizedTest
  @CsvSource({
    "__address__=localhost:9090, 3be70821b12489c9, node-c",
    "__address__=localhost:9091, e124df88c059fd6d, node-b",
    "__address__=localhost:9092, 4316757e479db5f1, node-b",
    "__address__=10.0.0.1:8080;app=foo, 90d8ce2149accdd6, node-c",
    "__address__=localhost:4100;service_name=pyroscope, 4c93b604ae369150, node-c",
    "__address__=localhost:12345;service_name=agent, 2253605924874abf, node-c",
  })
  void givesTargetsToTheSameNodesAsAlloy(String target, String key, String owner) {
    var labels = new TreeMap<String, String>();
    for (String pair : target.split(";")) {
      labels.put(pair.split("=")[0], pair.split("=")[1]);
    }
    long hash = TargetKey.ofAll().of(Labels.of(labels));
    assertThat(Long.toHexString(hash)).isEqualTo(key);
    assertThat(THREE.owner(hash)).isEqualTo(owner);
  }

  @Test
  void goesRoundForFurtherOwners() {
    assertThat(THREE.owners(key("some-key"), 3)).containsExactly("node-c", "node-a", "node-b");
    assertThat(THREE.owners(key("some-key"), 9)).hasSize(3);
    assertThat(AlloyRing.of(List.of()).owners(1, 2)).isEmpty();
  }

  @Test
  void isTheSameWhereItWasMadeOfAnother() {
    AlloyRing made = AlloyRing.of(List.of("node-a", "other")).with(THREE.nodes());
    for (long key = 0; key < 1000; key++) {
      long spread = key * 0x9E3779B97F4A7C15L;
      assertThat(made.owner(spread)).isEqualTo(THREE.owner(spread));
    }
  }

  @Test
  void looksAtChosenLabelsOnly() {
    TargetKey byCluster = TargetKey.of(List.of("cluster", "zone"));
    Labels one = Labels.of("cluster", "a", "__address__", "x:1");
    Labels other = Labels.of("cluster", "a", "__address__", "y:1");
    assertThat(byCluster.of(one)).isEqualTo(byCluster.of(other));
    assertThat(byCluster.of(one)).isNotEqualTo(byCluster.of(Labels.of("zone", "a")));
  }
}

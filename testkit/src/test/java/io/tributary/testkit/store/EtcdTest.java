package io.tributary.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdTest {
  @TempDir Path folder;

  private static String read(Etcd etcd) throws IOException, InterruptedException {
    String key = Base64.getEncoder().encodeToString("a".getBytes(UTF_8));
    return etcd.post("/v3/kv/range", "{\"key\":\"" + key + "\"}");
  }

  @Test
  void keepsItsDataUntilItIsWiped() throws Exception {
    try (var etcd = Etcd.start(folder)) {
      etcd.put("a", "x".getBytes(UTF_8));
      assertThat(read(etcd)).contains("\"value\":\"eA==\"");
      etcd.stop();
      etcd.start();
      assertThat(read(etcd)).contains("\"value\":\"eA==\"");
      etcd.compact();
      etcd.kill();
      etcd.wipe();
      etcd.start();
      assertThat(read(etcd)).doesNotContain("value");
    }
  }

  @Test
  void letsNobodyInWithoutALogin() throws Exception {
    try (var etcd = Etcd.start(folder)) {
      etcd.requireLogin("agent", "wonderland");
      assertThatThrownBy(() -> read(etcd)).hasMessageContaining("user name is empty");
    }
  }
}

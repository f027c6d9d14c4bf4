package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BondingCollectorTest {
  @TempDir Path root;

  @Test
  void countsSlavesThatAreThereAndThatWork() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new BondingCollector(host.sys())))
        .containsExactly(
            "node_bonding_active{master=\"bond0\"} 1",
            "node_bonding_active{master=\"dmz\"} 1",
            "node_bonding_slaves{master=\"bond0\"} 2",
            "node_bonding_slaves{master=\"dmz\"} 1");
  }

  @Test
  void hasNoDataWithoutBonding() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new BondingCollector(host.sys())))
        .isInstanceOf(NoDataException.class);
  }
}

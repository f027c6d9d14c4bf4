package io.tributary.metrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DestinationLedgerTest {
  @Test
  void balancesWhenEverySampleIsAccountedFor() {
    var ledger = new DestinationLedger();
    ledger.measure(() -> 100, () -> 20);
    ledger.deliver(70);
    ledger.drop("too_old", 7);
    ledger.drop("rejected_400", 3);
    ledger.drop("rejected_400", 0);
    assertThat(ledger.balance().difference()).isZero();
    assertThat(ledger.balance().dropped()).isEqualTo(10);
    ledger.check("main");
  }

  @Test
  void saysByHowMuchItIsOff() {
    var ledger = new DestinationLedger();
    ledger.measure(() -> 100, () -> 20);
    ledger.deliver(79);
    assertThatThrownBy(() -> ledger.check("main"))
        .hasMessageStartingWith("BUG: the ledger of \"main\" is off by 1");
  }
}

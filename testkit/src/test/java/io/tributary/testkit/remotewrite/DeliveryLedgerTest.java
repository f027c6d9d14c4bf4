package io.tributary.testkit.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {
  private static final SortedMap<String, String> UP = new TreeMap<>(Map.of("__name__", "up"));

  private final DeliveryLedger ledger = new DeliveryLedger();

  @Test
  void tellsIdenticalFromConflictingDuplicates() {
    ledger.addAll(List.of(sample(1, 5), sample(2, 6), sample(2, 6), sample(2, 7)));
    assertThat(ledger.report()).isEqualTo(new DeliveryLedger.Report(1, 4, 1, 1, 0));
  }

  @Test
  void countsWhatCameTooLate() {
    ledger.addAll(List.of(sample(1, 5), sample(3, 6), sample(2, 7)));
    assertThat(ledger.report().outOfOrder()).isEqualTo(1);
  }

  @Test
  void findsGapsButNotAfterTheEndOfASeries() {
    ledger.add(sample(1000, 5));
    ledger.add(sample(3000, 5));
    ledger.add(new ReceivedSample(UP, 4000, ReceivedSample.STALE_BITS, 0));
    ledger.add(sample(9000, 5));
    assertThat(ledger.gaps(1500)).containsExactly(new DeliveryLedger.Gap(UP, 1000, 3000));
  }

  @Test
  void comparesWithWhatWasExpected() {
    ledger.addAll(List.of(sample(1, 5), sample(2, 6)));
    var expected = List.of(sample(1, 5), sample(2, 7), sample(3, 8));
    assertThat(ledger.missing(expected)).containsExactly(sample(2, 7), sample(3, 8));
    assertThat(ledger.unexpected(expected)).containsExactly(sample(2, 6));
  }

  private static ReceivedSample sample(long timestampMs, double value) {
    return new ReceivedSample(UP, timestampMs, Double.doubleToRawLongBits(value), 0);
  }
}

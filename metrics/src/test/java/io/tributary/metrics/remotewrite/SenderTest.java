package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.layout.Layout;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Senders with a receiver, what they log, and a layout of ten rows to scrape.
abstract class SenderTest {
  @TempDir Path directory;
  SenderFixture fixture;
  RemoteWriteReceiver receiver;
  LogLines log;
  Layout layout;

  @BeforeEach
  void open() {
    log = new LogLines("remote_write");
    fixture = new SenderFixture(directory);
    receiver = RemoteWriteReceiver.start();
    layout = fixture.layout("m", 10);
  }

  @AfterEach
  void close() {
    fixture.close();
    receiver.close();
    log.close();
  }

  /// Everything that was appended arrived at destination "main" once and in order, and its books
  /// say so.
  void assertCleanDelivery() {
    assertCleanDelivery("main");
  }

  /// The same for a destination of that name.
  void assertCleanDelivery(String destination) {
    assertThat(receiver.violations()).isEmpty();
    var report = receiver.ledger().report();
    assertThat(report.samples()).isEqualTo(fixture.appended());
    assertThat(report.identicalDuplicates()).isZero();
    assertThat(report.conflictingDuplicates()).isZero();
    assertThat(report.outOfOrder()).isZero();
    fixture.assertBalanced(receiver, destination);
  }
}

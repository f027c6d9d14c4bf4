package io.tributary.e2e;

import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.util.List;

/// A target numbers its scrapes, so that a missing one shows.
final class ScrapeNumbers {
  private static final String NAME = "scrape_number";

  private ScrapeNumbers() {}

  /// What the target exposes when it is scraped for this time.
  static String line(int number) {
    return "# TYPE %s counter\n%s %d\n".formatted(NAME, NAME, number);
  }

  /// The numbers that arrived, in their order.
  static List<Long> of(RemoteWriteReceiver receiver) {
    return receiver.ledger().seriesNamed(NAME).stream()
        .flatMap(labels -> receiver.ledger().samplesOf(labels).stream())
        .filter(sample -> sample.valueBits() != ReceivedSample.STALE_BITS)
        .map(sample -> (long) sample.value())
        .toList();
  }

  /// Waits for so many more scrapes than have arrived by now.
  static void awaitMore(RemoteWriteReceiver receiver, int scrapes) {
    int before = of(receiver).size();
    receiver.await(scrapes + " more scrapes", () -> of(receiver).size() >= before + scrapes);
  }

  /// Scrapes between the first and the last that arrived of which nothing did, those aside that the
  /// agent gave up itself because the machine was busy.
  static long lost(RemoteWriteReceiver receiver) {
    var numbers = of(receiver).stream().distinct().toList();
    long failed =
        receiver.ledger().seriesNamed("up").stream()
            .flatMap(labels -> receiver.ledger().samplesOf(labels).stream())
            .filter(sample -> sample.value() == 0)
            .count();
    return Math.max(numbers.getLast() - numbers.getFirst() + 1 - numbers.size() - failed, 0);
  }
}

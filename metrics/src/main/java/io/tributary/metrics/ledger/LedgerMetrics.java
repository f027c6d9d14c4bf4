package io.tributary.metrics.ledger;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// The ledgers of all destinations as `tributary_ledger_*`.
public final class LedgerMetrics {
  private record Entry(String url, DestinationLedger ledger) {}

  private final Map<String, Entry> ledgers = new ConcurrentSkipListMap<>();

  public LedgerMetrics(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("tributary_ledger_accepted_total")
        .help("Samples and native histograms in the log for a destination.")
        .labelNames("remote_name", "url")
        .callback(callback ->
            ledgers.forEach((name, entry) ->
                callback.call(
                    (double) Math.max(0, entry.ledger.balance().accepted()), name, entry.url)))
        .register(registry);
    CounterWithCallback.builder()
        .name("tributary_ledger_delivered_total")
        .help("Samples and native histograms that a destination confirmed.")
        .labelNames("remote_name", "url")
        .callback(callback ->
            ledgers.forEach(
                (name, entry) -> callback.call((double) entry.ledger.delivered(), name, entry.url)))
        .register(registry);
    CounterWithCallback.builder()
        .name("tributary_ledger_dropped_total")
        .help("Samples and native histograms given up for a destination, by reason.")
        .labelNames("remote_name", "url", "reason")
        .callback(callback ->
            ledgers.forEach((name, entry) ->
                entry
                    .ledger
                    .balance()
                    .droppedByReason()
                    .forEach((reason, samples) ->
                        callback.call((double) samples, name, entry.url, reason))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tributary_ledger_queued")
        .help("Samples and native histograms that wait for a destination.")
        .labelNames("remote_name", "url")
        .callback(callback ->
            ledgers.forEach((name, entry) ->
                callback.call((double) entry.ledger.balance().queued(), name, entry.url)))
        .register(registry);
  }

  /// Shows a destination; `url` without its password.
  public void add(String name, String url, DestinationLedger ledger) {
    ledgers.put(name, new Entry(url, ledger));
  }

  public void remove(String name) {
    ledgers.remove(name);
  }
}

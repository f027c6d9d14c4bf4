package io.tributary.bench.race;

import io.tributary.bench.agents.Course;
import io.tributary.bench.report.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Lays out figures and their ratios as markdown tables, which read well on a terminal too.
final class Report {
  private static final String[] HEAD = {
    "agent",
    "CPU ns/sample",
    "user + system",
    "probe µs",
    "RSS MB",
    "peak MB",
    "PSS MB",
    "wire B",
    "disk B",
    "log B",
    "first scrape ms",
    "samples/s",
    "missing",
    "failed",
    "gaps",
    "dup",
    "late"
  };

  private Report() {}

  static String of(Course course, List<Figures> all) {
    var rows = new ArrayList<String[]>();
    rows.add(HEAD);
    for (var one : all) {
      rows.add(row(one));
    }
    var text = new StringBuilder("### ").append(course).append("\n\n").append(Tables.of(rows));
    var ratios = ratios(all);
    if (!ratios.isEmpty()) {
      text.append('\n').append(ratios);
    }
    for (var one : all) {
      if (one.starting().restartReadyMs() >= 0) {
        text.append(
            "\n%s is ready %,d ms after kill -9."
                .formatted(one.agent(), one.starting().restartReadyMs()));
      }
    }
    return text.append('\n').toString();
  }

  private static String[] row(Figures one) {
    return new String[] {
      "%s %s rw%d".formatted(one.agent(), one.version(), one.protocol()),
      Tables.number(one.cpu().nanos(), 0),
      Tables.number(one.cpu().userNanos(), 0) + " + " + Tables.number(one.cpu().systemNanos(), 0),
      Tables.number(one.cpu().probeMicros(), 0),
      megabytes(one.memory().steadyBytes()),
      megabytes(one.memory().peakBytes()),
      megabytes(one.memory().proportionalBytes()),
      Tables.number(one.bytes().wire(), 2),
      Tables.number(one.bytes().diskWrites(), 2),
      Tables.number(one.bytes().diskGrowth(), 2),
      "" + one.starting().firstScrapeMs(),
      Tables.number(one.cpu().samplesPerSecond(), 0),
      "" + one.delivery().missing(),
      "" + one.delivery().failedScrapes(),
      "" + one.delivery().gaps(),
      "" + one.delivery().duplicates(),
      "" + one.delivery().outOfOrder()
    };
  }

  /// Tributary's share of what each peer needs.
  private static String ratios(List<Figures> all) {
    Optional<Figures> own = all.stream().filter(one -> one.agent().equals("tributary")).findFirst();
    if (own.isEmpty() || all.size() < 2) {
      return "";
    }
    var rows = new ArrayList<String[]>();
    rows.add(
        new String[] {
          "tributary against", "CPU", "at equal speed", "RSS", "peak", "wire", "disk", "log"
        });
    for (var peer : all) {
      if (peer != own.get()) {
        rows.add(
            new String[] {
              peer.agent(),
              ratio(own.get(), peer, Figures::cpuNanos),
              ratio(own.get(), peer, Figures::cpuProbes),
              ratio(own.get(), peer, one -> one.memory().steadyBytes()),
              ratio(own.get(), peer, one -> one.memory().peakBytes()),
              ratio(own.get(), peer, one -> one.bytes().wire()),
              ratio(own.get(), peer, one -> one.bytes().diskWrites()),
              ratio(own.get(), peer, one -> one.bytes().diskGrowth())
            });
      }
    }
    return Tables.of(rows);
  }

  private static String ratio(Figures own, Figures peer, ToDoubleFunction<Figures> what) {
    double base = what.applyAsDouble(peer);
    return base <= 0 ? "–" : Tables.number(what.applyAsDouble(own) / base, 3);
  }

  private static String megabytes(long bytes) {
    return Tables.number(bytes / 1e6, 1);
  }
}

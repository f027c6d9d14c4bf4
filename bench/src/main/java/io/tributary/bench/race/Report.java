package io.tributary.bench.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Lays out figures and their ratios as markdown tables, which read well on a terminal too.
final class Report {
  private static final String[] HEAD = {
    "agent",
    "CPU ns/sample",
    "user + system",
    "RSS MB",
    "peak MB",
    "PSS MB",
    "wire B",
    "disk B",
    "log B",
    "first scrape ms",
    "samples/s",
    "missing",
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
    var text = new StringBuilder("### ").append(course).append("\n\n").append(table(rows));
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
      number(one.cpu().nanos(), 0),
      number(one.cpu().userNanos(), 0) + " + " + number(one.cpu().systemNanos(), 0),
      megabytes(one.memory().steadyBytes()),
      megabytes(one.memory().peakBytes()),
      megabytes(one.memory().proportionalBytes()),
      number(one.bytes().wire(), 2),
      number(one.bytes().diskWrites(), 2),
      number(one.bytes().diskGrowth(), 2),
      "" + one.starting().firstScrapeMs(),
      number(one.cpu().samplesPerSecond(), 0),
      "" + one.delivery().missing(),
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
    rows.add(new String[] {"tributary against", "CPU", "RSS", "peak", "wire", "disk", "log"});
    for (var peer : all) {
      if (peer != own.get()) {
        rows.add(
            new String[] {
              peer.agent(),
              ratio(own.get(), peer, one -> one.cpu().nanos()),
              ratio(own.get(), peer, one -> one.memory().steadyBytes()),
              ratio(own.get(), peer, one -> one.memory().peakBytes()),
              ratio(own.get(), peer, one -> one.bytes().wire()),
              ratio(own.get(), peer, one -> one.bytes().diskWrites()),
              ratio(own.get(), peer, one -> one.bytes().diskGrowth())
            });
      }
    }
    return table(rows);
  }

  private static String ratio(Figures own, Figures peer, ToDoubleFunction<Figures> what) {
    double base = what.applyAsDouble(peer);
    return base <= 0 ? "–" : number(what.applyAsDouble(own) / base, 3);
  }

  private static String megabytes(long bytes) {
    return number(bytes / 1e6, 1);
  }

  static String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "–";
  }

  static String table(List<String[]> rows) {
    var widths = new int[rows.getFirst().length];
    for (var row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    var text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(rows.get(r), widths, text);
      if (r == 0) {
        text.append('|');
        for (int i = 0; i < widths.length; i++) {
          text.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static void line(String[] row, int[] widths, StringBuilder text) {
    text.append('|');
    for (int i = 0; i < row.length; i++) {
      var pad = " ".repeat(widths[i] - row[i].length());
      text.append(' ').append(i == 0 ? row[i] + pad : pad + row[i]).append(" |");
    }
    text.append('\n');
  }
}

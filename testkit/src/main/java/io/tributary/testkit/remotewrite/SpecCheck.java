package io.tributary.testkit.remotewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What the remote-write specifications say that a sender MUST do, as far as one request can show
/// it.
///
/// Source: remote-write specifications 1.0 and 2.0 (the latter's labels may be any UTF-8).
final class SpecCheck {
  private SpecCheck() {}

  static ReceivedRequest checked(ReceivedRequest request) {
    var violations = new ArrayList<>(request.violations());
    headers(request, violations);
    if (request.version() == Version.V2) {
      symbols(request.symbols(), violations);
    }
    for (var series : request.series()) {
      labels(series.rawLabels(), violations);
      content(request.version(), series, violations);
    }
    return new ReceivedRequest(
        request.version(),
        request.headers(),
        request.sizes(),
        request.symbols(),
        request.series(),
        request.metadata(),
        violations);
  }

  private static void headers(ReceivedRequest request, List<String> violations) {
    expect(request, "content-encoding", "snappy", violations);
    var type = request.header("content-type").orElse("");
    if (!type.startsWith("application/x-protobuf")) {
      violations.add("content-type is '" + type + "'");
    }
    var versionPrefix = request.version() == Version.V2 ? "2.0." : "0.1.0";
    expect(request, "x-prometheus-remote-write-version", versionPrefix, violations);
    expect(request, "user-agent", "", violations);
  }

  private static void expect(
      ReceivedRequest request, String header, String prefix, List<String> violations) {
    var value = request.header(header);
    if (value.isEmpty()) {
      violations.add("no header " + header);
    } else if (!value.get().startsWith(prefix)) {
      violations.add(header + " is '" + value.get() + "'");
    }
  }

  private static void symbols(List<String> symbols, List<String> violations) {
    if (symbols.isEmpty() || !symbols.getFirst().isEmpty()) {
      violations.add("symbol 0 is not the empty string");
    }
    var seen = new HashSet<String>();
    for (var symbol : symbols) {
      if (!seen.add(symbol)) {
        violations.add("symbol '" + symbol + "' occurs twice");
      }
    }
  }

  private static void labels(List<Map.Entry<String, String>> labels, List<String> violations) {
    var previous = "";
    for (var label : labels) {
      if (label.getKey().isEmpty() || label.getValue().isEmpty()) {
        violations.add("empty label name or value in " + labels);
      }
      // Code points, not UTF-16 units: the byte order that a Go receiver sees.
      int order = compareAsUtf8(previous, label.getKey());
      if (order == 0 && !label.getKey().isEmpty()) {
        violations.add("label " + label.getKey() + " occurs twice in " + labels);
      } else if (order > 0) {
        violations.add("labels out of order: " + labels);
      }
      previous = label.getKey();
    }
  }

  private static void content(Version version, ReceivedSeries series, List<String> violations) {
    if (version == Version.V2) {
      if (series.samples().isEmpty() && series.histograms().isEmpty()) {
        violations.add("neither sample nor histogram in " + series.labels());
      }
      if (!series.samples().isEmpty() && !series.histograms().isEmpty()) {
        violations.add("samples and histograms in one entry: " + series.labels());
      }
    }
    for (int i = 1; i < series.samples().size(); i++) {
      if (series.samples().get(i).timestampMs() <= series.samples().get(i - 1).timestampMs()) {
        violations.add("samples out of order in " + series.labels());
      }
    }
  }

  private static int compareAsUtf8(String left, String right) {
    var a = left.codePoints().iterator();
    var b = right.codePoints().iterator();
    while (a.hasNext() && b.hasNext()) {
      int order = Integer.compare(a.nextInt(), b.nextInt());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(a.hasNext(), b.hasNext());
  }
}

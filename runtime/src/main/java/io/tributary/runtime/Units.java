package io.tributary.runtime;

import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.LoadResult.LeftOut;
import io.tributary.runtime.source.ParsedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The files of one lenient load: which of them are in, and as what version.
final class Units {
  private final Map<String, ParsedFile> lastGood;
  private final Map<String, ParsedFile> used = new LinkedHashMap<>();
  private final Map<String, List<Diagnostic>> faults = new TreeMap<>();

  Units(List<ParsedFile> files, Map<String, ParsedFile> lastGood) {
    this.lastGood = lastGood;
    for (ParsedFile file : files) {
      if (file.isSound()) {
        used.put(file.name(), file);
      } else {
        fault(file.name(), file.diagnostics());
      }
    }
  }

  boolean isEmpty() {
    return used.isEmpty();
  }

  List<Block> blocks() {
    return used.values().stream().flatMap(file -> file.blocks().stream()).toList();
  }

  /// Does without the files in which something is wrong, or takes their last good version. False
  /// when nothing of it stands in a file that is in.
  boolean withdraw(List<Diagnostic> diagnostics) {
    Set<String> culprits = new LinkedHashSet<>();
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.isError() && used.containsKey(diagnostic.span().file())) {
        culprits.add(diagnostic.span().file());
      }
    }
    for (String culprit : culprits) {
      List<Diagnostic> own =
          diagnostics.stream().filter(d -> d.span().file().equals(culprit)).toList();
      fault(culprit, own);
    }
    return !culprits.isEmpty();
  }

  private void fault(String file, List<Diagnostic> diagnostics) {
    faults.putIfAbsent(file, diagnostics);
    ParsedFile good = lastGood.get(file);
    if (good != null && used.get(file) != good) {
      used.put(file, good);
    } else {
      used.remove(file);
    }
  }

  /// What is in, to fall back to in the next load.
  Map<String, ParsedFile> used() {
    return new LinkedHashMap<>(used);
  }

  List<LeftOut> leftOut() {
    var all = new ArrayList<LeftOut>();
    faults.forEach(
        (file, diagnostics) -> all.add(new LeftOut(file, used.containsKey(file), diagnostics)));
    return all;
  }

  List<Diagnostic> diagnostics() {
    return faults.values().stream().flatMap(List::stream).toList();
  }
}

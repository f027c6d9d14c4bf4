package io.tributary.bench.race;

import io.tributary.bench.report.Tables;
import java.util.List;

/// One line of the design's table: what was measured, and what it has to stay below.
///
/// @param raw a ratio, or a plain figure with the unit that `what` names; not finite where it was
///   not seen
/// @param measured the same, with CPU times taken at equal speed of the machine
record Goal(String what, double raw, double measured, double proof, double product, double aim) {
  Goal(String what, double measured, double proof, double product, double aim) {
    this(what, measured, measured, proof, product, aim);
  }

  String reached() {
    if (!Double.isFinite(measured)) {
      return "not measured";
    }
    return measured <= aim
        ? "aim"
        : measured <= product ? "product" : measured <= proof ? "first proof" : "missed";
  }

  static String table(List<Goal> goals) {
    var rows = new java.util.ArrayList<String[]>();
    rows.add(
        new String[] {"figure", "raw", "measured", "first proof", "product", "aim", "reached"});
    for (var goal : goals) {
      rows.add(
          new String[] {
            goal.what(),
            Tables.number(goal.raw(), 3),
            Tables.number(goal.measured(), 3),
            Tables.number(goal.proof(), 2),
            Tables.number(goal.product(), 2),
            Tables.number(goal.aim(), 2),
            goal.reached()
          });
    }
    return Tables.of(rows);
  }
}

/// Relabelling: rules that rewrite, keep or drop label sets, bit for bit as Prometheus applies
/// them.
///
/// [io.tributary.model.relabel.RelabelRule.Builder] takes what a configuration says and checks it;
/// [io.tributary.model.relabel.RelabelRules] is a compiled list of rules, shared by everyone;
/// [io.tributary.model.relabel.Relabeler] applies one to a
/// [io.tributary.model.relabel.LabelsBuilder], each owned by one thread.
@NullMarked
package io.tributary.model.relabel;

import org.jspecify.annotations.NullMarked;

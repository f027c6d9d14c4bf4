package io.tributary.e2e.cluster;

import io.tributary.testkit.store.Etcd;
import java.util.ArrayList;
import java.util.List;

/// How nodes come by their targets, and find one another.
///
/// @param blocks of River that stand before the component that is shared
/// @param targets its argument
/// @param knowsAddresses whether nodes are told where the others are
/// @param flags besides the usual ones
record Wiring(String blocks, String targets, boolean knowsAddresses, List<String> flags) {
  Wiring {
    flags = List.copyOf(flags);
  }

  /// All nodes are told of all targets and all nodes.
  static Wiring plain(NumberedTargets targets) {
    return new Wiring("", "[\n" + targets.river() + "  ]", true, List.of());
  }

  /// They ask for targets.
  static Wiring discovering(Inventory inventory) {
    return new Wiring(inventory.river(), Inventory.TARGETS, true, List.of());
  }

  Wiring with(String flag) {
    var all = new ArrayList<>(flags);
    all.add(flag);
    return new Wiring(blocks, targets, knowsAddresses, all);
  }

  /// They find one another in a store alone, which has their lease, too.
  Wiring in(Etcd etcd) {
    Wiring with = with("--cluster.store=etcd://" + etcd.endpoint() + "/tributary");
    return new Wiring(blocks, targets, false, with.flags);
  }
}

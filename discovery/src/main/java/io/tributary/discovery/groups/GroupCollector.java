package io.tributary.discovery.groups;

import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import java.util.ArrayList;
import java.util.List;

/// Collects the groups of one document while a parser walks it.
///
/// The i-th group gets the source `origin:i` and a label with the origin's name, which wins over
/// one that the document sets.
final class GroupCollector {
  private static final String ADDRESS = "__address__";

  private final String origin;
  private final String originLabel;
  private final int maxTargets;
  private final List<TargetGroup> groups = new ArrayList<>();
  private int targetCount;
  private List<Labels> targets = new ArrayList<>();
  private Labels.Builder labels = new Labels.Builder();

  GroupCollector(String origin, String originLabel, int maxTargets) {
    this.origin = origin;
    this.originLabel = originLabel;
    this.maxTargets = maxTargets;
  }

  void target(String address) throws GroupsException {
    if (++targetCount > maxTargets) {
      throw new GroupsException("more than " + maxTargets + " targets");
    }
    targets.add(Labels.of(ADDRESS, address));
  }

  void label(String name, String value) throws GroupsException {
    if (!NameValidation.UTF8.isValidLabelName(name)) {
      throw new GroupsException("\"" + name + "\" is not a valid label name");
    }
    labels.set(name, value);
  }

  /// Forgets the labels of the group so far: a later `labels` replaces an earlier one.
  void beginLabels() {
    labels = new Labels.Builder();
  }

  void beginTargets() {
    targets = new ArrayList<>();
  }

  void endGroup() {
    labels.set(originLabel, origin);
    groups.add(new TargetGroup(origin + ":" + groups.size(), targets, labels.build()));
    beginTargets();
    beginLabels();
  }

  List<TargetGroup> groups() {
    return groups;
  }
}

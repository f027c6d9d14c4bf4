package io.tributary.discovery.component;

import io.tributary.component.ComponentContext;
import io.tributary.component.tap.DataKind;
import io.tributary.component.tap.Tap;
import io.tributary.model.labels.Labels;
import java.util.List;

/// Tells people who look which targets a component shows.
final class TargetTap {
  /// As many as anybody reads.
  private static final int MOST_SHOWN = 500;

  private final Tap tap;

  TargetTap(ComponentContext context) {
    tap = context.tap();
  }

  void show(List<Labels> targets) {
    if (tap.isOpen()) {
      tap.pass(DataKind.TARGET, targets.size(), List.of(), () -> text(targets));
    }
  }

  private static String text(List<Labels> targets) {
    var text = new StringBuilder();
    targets.stream().limit(MOST_SHOWN).forEach(target -> text.append(target).append('\n'));
    if (targets.size() > MOST_SHOWN) {
      text.append("and ").append(targets.size() - MOST_SHOWN).append(" targets more\n");
    }
    return text.toString();
  }
}

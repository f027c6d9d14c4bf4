package io.tributary.runtime.tap;

import io.tributary.component.tap.DataKind;
import java.util.List;

/// That data passed a component: how many items of which kind, and on to whom. Ids are global.
public record Passage(String componentId, DataKind kind, long count, List<String> targetIds) {
  public Passage {
    targetIds = List.copyOf(targetIds);
  }
}

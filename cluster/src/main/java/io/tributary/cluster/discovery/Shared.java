package io.tributary.cluster.discovery;

import io.tributary.model.labels.Labels;
import java.util.List;

/// One agent's part in a discovery unit. Thread-safe.
public interface Shared extends AutoCloseable {
  /// What the discovery that this agent runs has found: all of it. Means nothing while another
  /// agent runs it.
  void publish(List<Labels> targets);

  @Override
  void close();
}

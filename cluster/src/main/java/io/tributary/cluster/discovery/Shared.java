package io.tributary.cluster.discovery;

import io.tributary.model.labels.Labels;
import java.util.List;
import java.util.Optional;

/// One component's part in a discovery unit. Thread-safe.
public interface Shared extends AutoCloseable {
  /// What the discovery that this component runs has found: all of it. Means nothing while another
  /// one runs it.
  ///
  /// @param problem why a part could not be found out; empty where there is none
  void publish(List<Labels> targets, String problem);

  /// The discovery that this component runs has found out nothing. Means nothing while another one
  /// runs it.
  void failed(String reason);

  /// Where the unit stands; empty before anything is known. Does not wait.
  Optional<DiscoveryStatus> status();

  @Override
  void close();
}

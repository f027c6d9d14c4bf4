package io.tributary.metrics.component;

import io.tributary.metrics.remotewrite.DestinationStatus;
import java.util.List;

/// A component that sends samples to destinations, for those who want to know what became of them.
public interface SendsSamples {
  List<DestinationStatus> destinations();
}

package io.tributary.metrics.component;

import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import java.io.IOException;

/// A component that others may write to by remote write, at a route of somebody else.
public interface TakesWrites {
  /// Answers a request of remote write 1.0, when what it holds is safe.
  Response write(Request request) throws IOException, InterruptedException;
}

package io.tributary.agent.process;

import io.tributary.runtime.source.Source;
import java.io.IOException;

/// Where the configuration of a graph comes from: files of River, or those of another dialect,
/// which gives trees of them.
public interface Configuration {
  /// Reads everything again. The message of the exception is for an operator.
  Source read() throws IOException;

  /// What the operator called it.
  String name();
}

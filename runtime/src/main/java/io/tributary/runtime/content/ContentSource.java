package io.tributary.runtime.content;

import java.io.IOException;

/// One place that content is read from.
public interface ContentSource extends AutoCloseable {
  /// What is there now. The message of the exception is for an operator.
  Content read() throws IOException;

  /// What `module_path` stands for in it.
  String modulePath();

  /// Waits until there may be something else to read. Interrupting the thread ends it.
  void awaitChange() throws InterruptedException;

  @Override
  default void close() {}
}

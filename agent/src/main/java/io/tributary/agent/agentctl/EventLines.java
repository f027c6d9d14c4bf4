package io.tributary.agent.agentctl;

import io.tributary.agent.logging.Escapes;
import java.io.PrintStream;

/// What a command does, one event a line in the form of a log: `level=info msg="uploading config"
/// name=web`.
public final class EventLines {
  private final PrintStream out;
  private final Progress progress;
  private final boolean showsAll;

  /// Without `showsAll`, only what went wrong and what came of it is printed.
  public EventLines(PrintStream out, Progress progress, boolean showsAll) {
    this.out = out;
    this.progress = progress;
    this.showsAll = showsAll;
  }

  void step(String message, String name) {
    if (showsAll) {
      print("info", message, "name", name);
    }
  }

  /// `pairs` are keys and values in turn.
  public void info(String message, String... pairs) {
    print("info", message, pairs);
  }

  public void error(String message, String... pairs) {
    print("error", message, pairs);
  }

  private void print(String level, String message, String... pairs) {
    progress.clear();
    var line = new StringBuilder("level=").append(level).append(" msg=");
    Escapes.logfmt(message, line);
    for (int i = 0; i < pairs.length; i += 2) {
      line.append(' ').append(pairs[i]).append('=');
      Escapes.logfmt(pairs[i + 1], line);
    }
    out.println(line);
  }
}

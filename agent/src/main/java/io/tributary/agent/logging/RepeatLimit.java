package io.tributary.agent.logging;

import ch.qos.logback.classic.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps one failing thing from filling the log: of the lines with the same logger, level and
/// message template, [#BURST] are printed in each interval, the rest are counted, and the count is
/// told with the first line of the next interval.
///
/// Bounded: the template used longest ago is forgotten first. Guarded by the appender.
final class RepeatLimit {
  static final int BURST = 20;
  static final long INTERVAL_MS = 30_000;
  private static final int MAX_TEMPLATES = 500;

  private static final class State {
    long sinceMs;
    int printed;
    long suppressed;
  }

  /// What to do with a line: print it or not, and how many like it were left out before.
  record Verdict(boolean prints, long suppressedBefore) {}

  static final Verdict PRINT = new Verdict(true, 0);
  private static final Verdict DROP = new Verdict(false, 0);

  private final Map<String, State> states =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, State> eldest) {
          return size() > MAX_TEMPLATES;
        }
      };

  Verdict ask(String logger, Level level, String template, long nowMs) {
    State state = states.computeIfAbsent(logger + level + template, _ -> new State());
    if (state.printed == 0) {
      state.sinceMs = nowMs;
    } else if (nowMs - state.sinceMs >= INTERVAL_MS) {
      long suppressed = state.suppressed;
      state.sinceMs = nowMs;
      state.printed = 1;
      state.suppressed = 0;
      return suppressed == 0 ? PRINT : new Verdict(true, suppressed);
    }
    if (state.printed >= BURST) {
      state.suppressed++;
      return DROP;
    }
    state.printed++;
    return PRINT;
  }
}

package io.tributary.agent.lifecycle;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signals that whoever started this process has let be ignored: `nohup` does it with SIGHUP, and a
/// script that starts something in the background with SIGINT.
///
/// The virtual machine would leave them ignored whatever handler is set. Prometheus hears them, so
/// `nohup` agents can be told to reload.
///
/// Source: signal(2); proc_pid_status(5), `SigIgn`.
final class IgnoredSignals {
  private static final Logger LOG = LoggerFactory.getLogger(IgnoredSignals.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private IgnoredSignals() {}

  /// Gives the signal its default action back where it is ignored, so that a handler can be set.
  static void heed(String name) {
    Integer number = NUMBERS.get(name);
    try {
      if (number != null && isIgnored(number, Files.readAllLines(STATUS))) {
        restore(number);
      }
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("signal", name).setCause(e).log("Cannot tell ignored signals");
    }
  }

  /// The mask in `status` has a bit for each signal, the lowest for signal 1.
  static boolean isIgnored(int number, List<String> status) {
    for (String line : status) {
      if (line.startsWith("SigIgn:")) {
        long mask = Long.parseUnsignedLong(line.substring(7).strip(), 16);
        return (mask >>> (number - 1) & 1) != 0;
      }
    }
    return false;
  }

  @SuppressWarnings("restricted") // One function of the C library, with the signature it has.
  private static void restore(int number) {
    Linker linker = Linker.nativeLinker();
    var signal =
        linker.downcallHandle(
            linker.defaultLookup().find("signal").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try {
      var _ = (MemorySegment) signal.invokeExact(number, MemorySegment.NULL);
    } catch (Throwable e) {
      throw new IllegalStateException("BUG: signal cannot be called", e);
    }
  }
}

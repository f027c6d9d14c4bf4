package io.tributary.agent.lifecycle;

import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over the signals of the process.
///
/// A Java virtual machine ends with 143 or 130 on SIGTERM and SIGINT, and dies of SIGHUP. An agent
/// ends with 0 when it is asked to stop, and reloads on SIGHUP. Handlers run on a thread of the
/// virtual machine and must not block for long: they only set something in motion.
public final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /// SIGINT and SIGTERM; `action` gets the name that the system has for the signal. May be called
  /// again; the last one counts.
  public static void onStop(Consumer<String> action) {
    handle("INT", () -> action.accept("interrupt"));
    handle("TERM", () -> action.accept("terminated"));
  }

  /// SIGHUP.
  public static void onReload(Runnable action) {
    handle("HUP", action);
  }

  /// Gives this process a signal, as `kill` does: for those who run an agent in their own process.
  public static void raise(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      signal.getMethod("raise", signal).invoke(null, of(signal, name));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot raise SIG" + name, e);
    }
  }

  private static Object of(Class<?> signal, String name) throws ReflectiveOperationException {
    return signal.getConstructor(String.class).newInstance(name);
  }

  /// `sun.misc.Signal` is the only way to handle a signal without ending, and part of the supported
  /// module `jdk.unsupported`. It is called reflectively because the compiler warns of every
  /// mention of it, and no annotation silences that warning.
  private static void handle(String name, Runnable action) {
    IgnoredSignals.heed(name);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> arguments != null && self == arguments[0];
                    default -> "signal handler";
                  });
      signal.getMethod("handle", signal, handler).invoke(null, of(signal, name), proxy);
    } catch (ReflectiveOperationException e) {
      // Not a signal of this platform, or taken by an option of the virtual machine.
      LOG.atDebug().addKeyValue("signal", name).setCause(e).log("Cannot handle a signal");
    }
  }
}

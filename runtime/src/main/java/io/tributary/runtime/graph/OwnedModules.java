package io.tributary.runtime.graph;

import io.tributary.component.Ending;
import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.component.module.ModuleSource;
import io.tributary.component.module.OwnModules;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.ModuleInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/// The modules of one component, each with a thread of its own that runs it: one that takes long to
/// stop keeps no other from starting, unlike the items of a `foreach`, which make room for one
/// another.
///
/// Thread-safe. The lock of the engine is taken for each load alone, and with nothing else held.
final class OwnedModules implements OwnModules {
  private final Controller controller;
  private final String ownerId;
  private final ConcurrentSkipListMap<String, Owned> modules = new ConcurrentSkipListMap<>();

  // Guarded by `this`.
  private final Set<String> ending = new HashSet<>();
  private boolean isOpen;

  /// `task` runs the module since it was made.
  private record Owned(Controller module, Task task) {}

  /// What a component does while its modules may be there.
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /// `ownerId` is that of a node of `controller`.
  OwnedModules(Controller controller, String ownerId) {
    this.controller = controller;
    this.ownerId = ownerId;
  }

  /// Ids among all modules.
  List<String> ids() {
    return modules.values().stream().map(owned -> owned.module.id()).toList();
  }

  /// Lets modules be made until `work` has ended, and ends them as `stop` says.
  void whileOpen(StopSignal stop, Work work) throws Exception {
    open(true);
    try {
      work.run();
    } finally {
      open(false);
      endAll(stop.ending());
    }
  }

  private synchronized void open(boolean open) {
    isOpen = open;
    notifyAll();
  }

  @Override
  public Loaded load(String name, ModuleSource source) throws InterruptedException {
    awaitTurn(name);
    Owned present = modules.get(name);
    Controller module = present == null ? create(name, source.showsMetrics()) : present.module;
    var findings = new Findings();
    boolean isLoaded = load(module, source, findings);
    if (present == null) {
      start(name, module, isLoaded);
    }
    return new Loaded(isLoaded, findings.all());
  }

  private synchronized void awaitTurn(String name) throws InterruptedException {
    while (isOpen && ending.contains(name)) {
      wait();
    }
    requireOpen();
  }

  private void requireOpen() {
    if (!isOpen) {
      throw new IllegalStateException(controller.global(ownerId) + " does not run");
    }
  }

  private Controller create(String name, boolean showsMetrics) {
    return new Controller(
        controller,
        controller.global(ownerId) + "/" + name,
        showsMetrics && controller.hasMetrics(),
        _ -> {});
  }

  private boolean load(Controller module, ModuleSource source, Findings findings) {
    var input = new ModuleInput(false, source.arguments(), Map.of(), null, Span.of(module.id()));
    ReentrantLock lock = controller.engine().lock();
    lock.lock();
    try {
      return Modules.load(module, module.id(), source.body(), input, findings);
    } finally {
      lock.unlock();
    }
  }

  private void start(String name, Controller module, boolean isLoaded) {
    synchronized (this) {
      if (isLoaded && isOpen) {
        modules.put(name, new Owned(module, Task.start(module, controller.engine().clock())));
        return;
      }
    }
    module.close();
  }

  @Override
  public Map<String, Value> exports(String name) {
    Owned owned = modules.get(name);
    return owned == null ? Map.of() : owned.module.exports();
  }

  @Override
  public <T> List<T> capable(String name, Class<T> type) {
    Owned owned = modules.get(name);
    if (owned == null) {
      return List.of();
    }
    var all = new ArrayList<T>();
    for (Node node : owned.module.graph().nodes()) {
      if (node instanceof ComponentNode component) {
        component.component().filter(type::isInstance).map(type::cast).ifPresent(all::add);
      }
    }
    return all;
  }

  @Override
  public Optional<Health> health(String name) {
    Owned owned = modules.get(name);
    List<Health> all = owned == null ? List.of() : owned.module.graph().health();
    return all.isEmpty() ? Optional.empty() : Optional.of(Health.leastHealthy(all.getFirst(), all));
  }

  @Override
  public void end(String name, Ending how) throws InterruptedException {
    Owned owned;
    synchronized (this) {
      while (ending.contains(name)) {
        wait();
      }
      owned = modules.remove(name);
      if (owned == null) {
        return;
      }
      ending.add(name);
    }
    try {
      owned.task.stop(how, controller.engine().settings().shutdownDeadline());
      owned.module.close();
    } finally {
      ended(name);
    }
  }

  private synchronized void ended(String name) {
    ending.remove(name);
    notifyAll();
  }

  /// All at the same time: some may wait long for somebody who does not answer.
  private void endAll(Ending how) {
    List<Thread> threads =
        withEnding().stream()
            .map(name -> Thread.ofVirtual().start(() -> endUninterrupted(name, how)))
            .toList();
    boolean wasInterrupted = false;
    for (Thread thread : threads) {
      wasInterrupted |= join(thread);
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Those that somebody is just ending are among them: [#end] waits for these.
  private synchronized Set<String> withEnding() {
    var all = new TreeSet<>(ending);
    all.addAll(names());
    return all;
  }

  private void endUninterrupted(String name, Ending how) {
    try {
      end(name, how);
    } catch (InterruptedException e) {
      throw new IllegalStateException("BUG: nobody interrupts this thread", e);
    }
  }

  /// Whether the caller was interrupted meanwhile.
  private static boolean join(Thread thread) {
    boolean wasInterrupted = false;
    while (true) {
      try {
        thread.join();
        return wasInterrupted;
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
  }

  @Override
  public Set<String> names() {
    // Not the constructor: it asks for the size first, which others change.
    var names = new TreeSet<String>();
    names.addAll(modules.keySet().stream().toList());
    return names;
  }
}

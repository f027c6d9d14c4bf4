package io.tributary.runtime.graph;

import io.tributary.base.time.Clock;
import io.tributary.component.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Keeps the units of one module running: those that are gone are stopped first, all of them, which
/// frees their ports and files; then the new ones start.
///
/// Units come in groups that have nothing to do with one another. Within a group they start in
/// their order and stop in the opposite one; groups go side by side. Belongs to one thread.
///
/// Source: grafana/alloy `controller/scheduler.go`.
final class Scheduler {
  private final Clock clock;
  private final Duration deadline;
  private final IdentityHashMap<Unit, Task> running = new IdentityHashMap<>();
  private List<List<Unit>> current = List.of();

  Scheduler(Clock clock, Duration deadline) {
    this.clock = clock;
    this.deadline = deadline;
  }

  /// `restart` has those start again that have ended by themselves.
  void synchronize(List<List<Unit>> groups, boolean restart) {
    Set<Unit> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    groups.forEach(wanted::addAll);
    stopAllBut(wanted, Ending.REMOVAL);
    current = groups;
    for (List<Unit> group : groups) {
      for (Unit unit : group) {
        Task task = running.get(unit);
        if (unit.canRun() && (task == null || (restart && task.isDone()))) {
          running.put(unit, Task.start(unit, clock));
        }
      }
    }
  }

  /// `ending` is that of the module itself.
  void stopAll(Ending ending) {
    stopAllBut(Set.of(), ending);
    current = List.of();
  }

  private void stopAllBut(Set<Unit> wanted, Ending ending) {
    var stopping = new ArrayList<Thread>();
    for (List<Unit> group : current) {
      var tasks = new ArrayList<Task>();
      for (Unit unit : group.reversed()) {
        if (!wanted.contains(unit)) {
          Task task = running.remove(unit);
          if (task != null) {
            tasks.add(task);
          }
        }
      }
      if (!tasks.isEmpty()) {
        stopping.add(
            Thread.ofVirtual().start(() -> tasks.forEach(task -> task.stop(ending, deadline))));
      }
    }
    stopping.forEach(Scheduler::join);
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

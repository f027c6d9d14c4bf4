package io.tributary.component.module;

import io.tributary.component.Ending;
import io.tributary.component.Health;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The modules that one component makes while it runs, each under a name: graphs of their own,
/// which the page shows below the component. What is wrong with one concerns no other, and what one
/// costs does not depend on how many there are.
///
/// Names are made by [ModuleName]. Thread-safe, but what concerns one name is asked by one thread
/// at a time. Not to be called by [io.tributary.component.Component#update], nor with a lock held
/// that it takes. When the run of the component has ended, so have its modules, for the same
/// reason, and no others can be made until it runs again.
public interface OwnModules {
  /// Makes and runs a module, or brings the one of this name into line: what is the same as before
  /// is not touched. Waits while one of this name is ending.
  ///
  /// A body that cannot be linked changes nothing, and makes no module. Otherwise only those
  /// components are as they were, or not there, that cannot take their arguments.
  Loaded load(String name, ModuleSource source) throws InterruptedException;

  /// What came of a load. `isApplied` tells whether the module is the new one; also then some of it
  /// may be wrong, which `diagnostics` tell.
  record Loaded(boolean isApplied, List<Diagnostic> diagnostics) {
    public Loaded {
      diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> errors() {
      return diagnostics.stream().filter(Diagnostic::isError).toList();
    }
  }

  /// What a module exports; empty where there is none.
  Map<String, Value> exports(String name);

  /// The components of a module that are also a `T`.
  <T> List<T> capable(String name, Class<T> type);

  /// The worst health of the components of a module; empty where there are none.
  Optional<Health> health(String name);

  /// Ends a module, and returns when all of it has stopped and is closed. Nothing happens where
  /// there is none.
  void end(String name, Ending ending) throws InterruptedException;

  /// Those that there are, sorted.
  Set<String> names();
}

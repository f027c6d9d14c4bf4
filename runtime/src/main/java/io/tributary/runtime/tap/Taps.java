package io.tributary.runtime.tap;

import io.tributary.component.ComponentId;
import io.tributary.component.tap.DataKind;
import io.tributary.component.tap.Tap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The taps of all components of one runtime. Thread-safe.
///
/// Readers and counters are called by the threads that the data passes on, and must not wait.
public final class Taps {
  /// Ends what it stands for.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// Readers by the id of their component. A reader stays with the id, also where the component is
  /// made anew.
  private final Map<String, CopyOnWriteArrayList<Consumer<String>>> readers =
      new ConcurrentHashMap<>();

  private final CopyOnWriteArrayList<Consumer<Passage>> counters = new CopyOnWriteArrayList<>();

  /// The tap of one component.
  public Tap of(ComponentId id) {
    return new OneTap(id.global());
  }

  /// Reads the text of what passes a component, from now on.
  public Subscription read(String componentId, Consumer<String> reader) {
    readers.compute(
        componentId,
        (_, before) -> {
          var list = before == null ? new CopyOnWriteArrayList<Consumer<String>>() : before;
          list.add(reader);
          return list;
        });
    return () ->
        readers.computeIfPresent(
            componentId,
            (_, list) -> {
              list.remove(reader);
              return list.isEmpty() ? null : list;
            });
  }

  /// Counts what passes all components, from now on.
  public Subscription count(Consumer<Passage> counter) {
    counters.add(counter);
    return () -> counters.remove(counter);
  }

  private final class OneTap implements Tap {
    private final String id;

    OneTap(String id) {
      this.id = id;
    }

    @Override
    public boolean isOpen() {
      return !counters.isEmpty() || (!readers.isEmpty() && readers.containsKey(id));
    }

    @Override
    public void pass(
        DataKind kind, long count, Collection<String> targetIds, Supplier<String> text) {
      if (!counters.isEmpty()) {
        var passage = new Passage(id, kind, count, new ArrayList<>(targetIds));
        counters.forEach(counter -> counter.accept(passage));
      }
      List<Consumer<String>> mine = readers.isEmpty() ? null : readers.get(id);
      if (mine != null) {
        String read = text.get();
        mine.forEach(reader -> reader.accept(read));
      }
    }
  }
}

package io.tributary.cluster.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.store.MemoryStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private final MemoryStore store = new MemoryStore();
  private final List<Collection<InetSocketAddress>> found = new CopyOnWriteArrayList<>();

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Directory directory(String name, int port) {
    return new Directory(
        store,
        "nodes/",
        new Directory.Self(name, "127.0.0.1:80", at(port)),
        Clock.system(),
        () -> false,
        found::add);
  }

  @Test
  void tellsEachOfTheOthersAndTakesItsEntryBack() throws InterruptedException {
    try (Directory first = directory("a", 1)) {
      first.open();
      try (Directory second = directory("b/..", 2)) {
        second.open();
        assertThat(found.getLast()).containsExactly(at(1));
        assertThat(store.list("nodes/")).containsOnlyKeys("nodes/a", "nodes/b%2F%2E%2E");
        assertThat(second.problem()).isEmpty();
      }
      assertThat(store.list("nodes/")).containsOnlyKeys("nodes/a");
    }
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void looksOverWhatIsNoEntry() throws InterruptedException {
    store.update("nodes/x", _ -> Optional.of("hello".getBytes(UTF_8)));
    store.update(
        "nodes/y",
        _ ->
            Optional.of(
                "tributary-node 1\nhttp h:1\ngroup host.example 9\nbeat 1\ntime-ms 1\n"
                    .getBytes(UTF_8)));
    try (Directory first = directory("a", 1)) {
      first.open();
      assertThat(found).containsExactly(List.of());
    }
  }
}

package io.tributary.runtime.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CyclesTest {
  @Test
  void putsDependenciesBeforeThoseWhoDependOnThem() {
    for (long seed = 0; seed < 200; seed++) {
      Map<String, Set<String>> graph = acyclic(new Random(seed));
      List<List<String>> groups = Cycles.groups(graph.keySet(), graph);
      assertThat(groups).as("seed %d", seed).hasSize(graph.size());
      List<String> order = groups.stream().map(List::getFirst).toList();
      graph.forEach((node, needed) ->
          needed.forEach(
              dependency -> assertThat(order.indexOf(dependency)).isLessThan(order.indexOf(node))));
    }
  }

  /// Nodes refer to those of a higher number, under names in a random order.
  private static Map<String, Set<String>> acyclic(Random random) {
    int size = 1 + random.nextInt(30);
    var names = new ArrayList<>(IntStream.range(0, size).mapToObj(i -> "n" + i).toList());
    Collections.shuffle(names, random);
    var graph = new LinkedHashMap<String, Set<String>>();
    for (int i = 0; i < size; i++) {
      var needed = new LinkedHashSet<String>();
      for (int j = i + 1; j < size; j++) {
        if (random.nextInt(5) == 0) {
          needed.add(names.get(j));
        }
      }
      graph.put(names.get(i), needed);
    }
    return graph;
  }

  @Test
  void findsEveryGroupThatDependsOnItself() {
    Map<String, Set<String>> graph =
        Map.of(
            "a",
            Set.of("b"),
            "b",
            Set.of("c"),
            "c",
            Set.of("a", "d"),
            "d",
            Set.of("e"),
            "e",
            Set.of("d"),
            "f",
            Set.of("a"));
    assertThat(Cycles.groups(List.of("a", "b", "c", "d", "e", "f"), graph))
        .extracting(Set::copyOf)
        .containsExactlyInAnyOrder(Set.of("a", "b", "c"), Set.of("d", "e"), Set.of("f"));
  }

  @Test
  void goesAsDeepAsAChainIsLong() {
    var graph = new LinkedHashMap<String, Set<String>>();
    for (int i = 0; i < 100_000; i++) {
      graph.put("n" + i, Set.of("n" + (i + 1)));
    }
    graph.put("n100000", Set.of());
    assertThat(Cycles.groups(graph.keySet(), graph)).hasSize(100_001);
  }
}

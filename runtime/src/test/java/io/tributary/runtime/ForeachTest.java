package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A module for every item of a list.
class ForeachTest extends GraphTest {
  private static String each(String collection) {
    return """
    test.value "outside" { input = 100 }
    foreach "f" {
      collection = %s
      var = "item"
      template {
        test.value "v" { input = item }
        test.value "w" { input = [test.value.v.output, test.value.outside.output] }
      }
    }
    """
        .formatted(collection);
  }

  @Test
  void makesAModuleForEveryItem() throws InterruptedException {
    bench.load(each("[1, \"a-b\", 1, 3.14, true]"));
    assertThat(bench.lab.events("build"))
        .contains(
            "build foreach.f/foreach_1_1/test.value.v 1",
            "build foreach.f/foreach_1_2/test.value.v 1",
            "build foreach.f/foreach_a_b_1/test.value.v \"a-b\"",
            "build foreach.f/foreach_3_140000_1/test.value.v 3.14",
            "build foreach.f/foreach_true_1/test.value.v true",
            "build foreach.f/foreach_1_1/test.value.w [1, 100]");
    bench.lab.await("start foreach.f/foreach_true_1/test.value.v");
    assertThat(bench.component("foreach.f").createdModuleIDs()).hasSize(5);
  }

  @Test
  void leavesItemsAloneThatStay() throws InterruptedException {
    bench.load(each("[1, 2]"));
    bench.lab.await("start foreach.f/foreach_1_1/test.value.w");
    bench.lab.await("start foreach.f/foreach_2_1/test.value.v");
    bench.lab.await("start foreach.f/foreach_2_1/test.value.w");
    bench.lab.take();
    bench.load(each("[3, 2]"));
    bench.lab.await("start foreach.f/foreach_3_1/test.value.w");
    bench.lab.await("close foreach.f/foreach_1_1/test.value.w");
    assertThat(bench.lab.take()).noneMatch(event -> event.contains("foreach_2_1"));
    assertThat(bench.runtime.components("foreach.f/foreach_1_1")).isEmpty();
  }

  @Test
  void followsWhatItRefersTo() throws InterruptedException {
    bench.load(each("[1]"));
    bench.lab.take();
    bench.show("test.value.outside", 200);
    assertThat(bench.lab.events("update"))
        .containsExactly("update foreach.f/foreach_1_1/test.value.w [1, 200]");
  }

  @Test
  void knowsItemsByAField() throws InterruptedException {
    bench.load(
        """
        foreach "f" {
          collection = [{name = "one", x = 1}, {name = "two", x = 2}]
          var = "item"
          id = "name"
          template {
            test.value "v" { input = item.x }
          }
        }
        """);
    assertThat(bench.lab.events("build"))
        .containsExactly(
            "build foreach.f/foreach_one_1/test.value.v 1",
            "build foreach.f/foreach_two_1/test.value.v 2");
  }

  @Test
  void nests() throws InterruptedException {
    bench.load(
        """
        declare "d" {
          argument "n" { }
          foreach "f" {
            collection = [1, 2]
            var = "a"
            template {
              foreach "g" {
                collection = [10, 20]
                var = "b"
                template {
                  test.value "v" { input = a + b + argument.n.value }
                }
              }
            }
          }
        }
        d "x" { n = 1000 }
        """);
    assertThat(bench.lab.events("build"))
        .containsExactlyInAnyOrder(
            "build d.x/foreach.f/foreach_1_1/foreach.g/foreach_10_1/test.value.v 1011",
            "build d.x/foreach.f/foreach_1_1/foreach.g/foreach_20_1/test.value.v 1021",
            "build d.x/foreach.f/foreach_2_1/foreach.g/foreach_10_1/test.value.v 1012",
            "build d.x/foreach.f/foreach_2_1/foreach.g/foreach_20_1/test.value.v 1022");
  }

  @Test
  void doesWithoutAnItemThatCannotBeEvaluated() throws InterruptedException {
    bench.load("test.value \"a\" { }\n");
    LoadResult result =
        bench.tryLoad(
            """
            foreach "f" {
              collection = [1, 2, 3]
              var = "item"
              template {
                test.value "v" {
                  input = item
                  fail = item == 2
                }
              }
            }
            """);
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:5:5: Failed to build component: building component: told to fail");
    bench.lab.await("start foreach.f/foreach_3_1/test.value.v");
    assertThat(bench.message("foreach.f"))
        .startsWith("foreach evaluation failed: updating custom component in foreach: ");
  }

  @Test
  void needsATemplate() throws InterruptedException {
    LoadResult result = bench.tryLoad("foreach \"f\" {\n  collection = []\n  var = \"x\"\n}\n");
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:1:1: Failed to build component: the block template is missing in the"
                + " foreach block");
  }
}

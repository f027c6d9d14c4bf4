package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.tap.DataKind;
import io.tributary.component.tap.Tap;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.api.ValueJson;
import io.tributary.runtime.tap.Passage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the API tells of components and values.
class ApiTest {
  @TempDir Path directory;

  @Test
  void listsTheComponentsOfAModule() throws InterruptedException {
    try (var bench = new Bench(directory)) {
      bench.load(
          """
          declare "d" { test.value "in" { } }
          d "x" { }
          test.value "a" { input = 1 }
          test.value "b" { input = test.value.a.output }
          """);
      List<ComponentJson> all = bench.runtime.components("").orElseThrow();
      assertThat(all)
          .extracting(component -> component.identity().localID())
          .containsExactlyInAnyOrder("d.x", "test.value.a", "test.value.b");
      ComponentJson a = bench.component("test.value.a");
      assertThat(a.identity())
          .isEqualTo(new ComponentJson.Identity("test.value", "builtin", "test.value.a", "", "a"));
      assertThat(a.references())
          .isEqualTo(
              new ComponentJson.References(
                  List.of(),
                  List.of("test.value.b"),
                  List.of("test.value.b"),
                  Collections.emptySortedMap()));
      assertThat(bench.runtime.components("d.x").orElseThrow()).hasSize(1);
      assertThat(bench.runtime.components("nothing")).isEmpty();
      assertThat(bench.runtime.component("d.x/test.value.in")).isPresent();
    }
  }

  @Test
  void findsComponentsByWhatElseTheyAre() throws InterruptedException {
    try (var bench = new Bench(directory)) {
      bench.load(
          """
          declare "d" { test.value "in" { } }
          d "x" { }
          test.value "a" { }
          test.receiver "r" { }
          """);
      assertThat(bench.runtime.capable(Lab.Probe.class))
          .containsOnlyKeys("test.value.a", "d.x/test.value.in");
      assertThat(bench.runtime.capable("test.value.a", Lab.Probe.class)).isPresent();
      assertThat(bench.runtime.capable("test.receiver.r", Lab.Probe.class)).isEmpty();
      assertThat(bench.runtime.capable("nothing", Lab.Probe.class)).isEmpty();
      assertThat(bench.runtime.allComponents())
          .extracting(component -> component.identity().localID())
          .containsExactlyInAnyOrder("d.x", "test.value.in", "test.value.a", "test.receiver.r");
    }
  }

  @Test
  void letsPeopleReadAndCountWhatPasses() throws InterruptedException {
    try (var bench = new Bench(directory)) {
      bench.load("test.value \"a\" { }\ntest.receiver \"r\" { }");
      assertThat(bench.component("test.value.a").liveDebuggingEnabled()).isTrue();
      assertThat(bench.component("test.receiver.r").liveDebuggingEnabled()).isFalse();
      Tap tap = bench.runtime.capable("test.value.a", Lab.Probe.class).orElseThrow().tap;
      assertThat(tap.isOpen()).isFalse();
      var read = new ArrayList<String>();
      var counted = new ArrayList<Passage>();
      try (var _ = bench.runtime.taps().read("test.value.a", read::add);
          var _ = bench.runtime.taps().count(counted::add)) {
        assertThat(tap.isOpen()).isTrue();
        tap.pass(DataKind.TARGET, 3, List.of("test.receiver.r"), () -> "three");
      }
      assertThat(tap.isOpen()).isFalse();
      tap.pass(DataKind.TARGET, 4, List.of(), () -> "four");
      assertThat(read).containsExactly("three");
      assertThat(counted)
          .containsExactly(
              new Passage("test.value.a", DataKind.TARGET, 3, List.of("test.receiver.r")));
    }
  }

  @Test
  void showsNoSecrets() {
    assertThat(ValueJson.of(Value.of(SecretCapsule.of("hush"))))
        .isEqualTo(new ValueJson.CapsuleJson("(secret)"));
    assertThat(ValueJson.of(Value.of(OptionalSecret.of("hush", true))))
        .isEqualTo(new ValueJson.CapsuleJson("(secret)"));
    assertThat(ValueJson.of(Value.of(OptionalSecret.of("open", false))))
        .isEqualTo(new ValueJson.CapsuleJson("open"));
  }

  @Test
  void sortsTheFieldsOfObjects() {
    Value value = Value.of(Map.of("b", Value.of(1), "a", Value.of(List.of(Value.ofNull()))));
    assertThat(ValueJson.of(value))
        .isEqualTo(
            new ValueJson.ObjectJson(
                List.of(
                    new ValueJson.Field(
                        "a", new ValueJson.ArrayJson(List.of(new ValueJson.NullJson()))),
                    new ValueJson.Field("b", new ValueJson.NumberJson(1)))));
  }
}

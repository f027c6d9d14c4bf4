package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineCheckTest {
  private final Lab lab = new Lab();

  private List<String> check(String... lines) {
    Source source = Source.of("", SourceFile.of("a.river", String.join("\n", lines) + "\n"));
    RuntimeParts parts =
        RuntimeParts.of(
            lab.catalogue,
            Stdlib.scope(Host.current("1")),
            new PrometheusRegistry(),
            Clock.system());
    return OfflineCheck.check(source, RuntimeSettings.in(Path.of("")), parts).stream()
        .map(Diagnostic::toString)
        .toList();
  }

  @Test
  void runsNothing() {
    assertThat(check("test.value \"a\" { fail = true }")).isEmpty();
    assertThat(lab.events("build")).isEmpty();
  }

  @Test
  void findsWhatIsWrongWithArgumentsThatReferToNothing() {
    assertThat(check("test.value \"a\" {", "  fail = \"no\"", "  typo = 1", "}"))
        .containsExactlyInAnyOrder(
            "a.river:2:10: \"no\" should be bool, got string",
            "a.river:3:3: unrecognized attribute name \"typo\"");
  }

  @Test
  void saysNothingOfArgumentsThatOnlyARunningComponentKnows() {
    assertThat(
            check(
                "test.value \"a\" { }",
                "test.value \"b\" {",
                "  input = test.value.a.output.x",
                "  fail = test.value.a.output",
                "}"))
        .isEmpty();
  }

  @Test
  void looksIntoCustomComponentsThatNobodyUses() {
    assertThat(
            check(
                "declare \"x\" {",
                "  argument \"y\" { }",
                "  test.value \"a\" { input = argument.y.value }",
                "  test.value \"b\" { input = argument.z.value }",
                "}"))
        .containsExactly(
            "a.river:4:28: component \"argument.z.value\" does not exist or is out of scope");
  }
}

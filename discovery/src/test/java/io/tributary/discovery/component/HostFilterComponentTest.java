package io.tributary.discovery.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.host.HostName;
import io.tributary.discovery.GraphBenchTest;
import io.tributary.model.labels.Labels;
import org.junit.jupiter.api.Test;

class HostFilterComponentTest extends GraphBenchTest {
  private static final String TARGETS =
      """
      [
        { "__address__" = "10.0.0.1:9100", "node" = "here"  },
        { "__address__" = "here:9100",     "node" = "other" },
        { "__address__" = "10.0.0.3:9100", "node" = "other" },
      ]
      """;

  private static String config(String targets, String more) {
    return """
    discovery.host_filter "f" {
      targets = %s
      %s
    }
    test.sink "s" { input = discovery.host_filter.f.output }
    """
        .formatted(targets, more);
  }

  @Test
  void keepsTheTargetsOfAHostWithTheirLabels() throws Exception {
    bench.load(config(TARGETS, "host = \"here\""));
    assertThat(bench.targets("s"))
        .containsExactly(Labels.of("__address__", "here:9100", "node", "other"));
  }

  @Test
  void showsNobodyWhatItsRulesDo() throws Exception {
    bench.load(
        config(
            TARGETS,
            """
            host = "here"
            rule {
              source_labels = ["node"]
              target_label  = "__host__"
            }
            """));
    assertThat(bench.targets("s"))
        .containsExactly(
            Labels.of("__address__", "10.0.0.1:9100", "node", "here"),
            Labels.of("__address__", "here:9100", "node", "other"));
  }

  @Test
  void theHostIsThisOneUnlessAnotherIsNamed() throws Exception {
    String here = HostName.orOfEnvironment();
    bench.load(
        config("[{ \"__address__\" = \"" + here + ":1\" }, { \"__address__\" = \"x.y:1\" }]", ""));
    assertThat(bench.targets("s")).containsExactly(Labels.of("__address__", here + ":1"));
  }

  @Test
  void showsItsArguments() throws Exception {
    bench.load(config(TARGETS, "host = \"here\""));
    assertThat(bench.component("discovery.host_filter.f").arguments().toString())
        .contains("targets", "host", "here");
  }
}

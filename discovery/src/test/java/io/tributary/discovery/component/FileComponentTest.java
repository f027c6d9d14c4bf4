package io.tributary.discovery.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBenchTest;
import io.tributary.model.labels.Labels;
import io.tributary.river.value.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileComponentTest extends GraphBenchTest {
  private static final String ADDRESS = "__address__";

  private String config(String pattern) {
    return """
    discovery.file "here" { files = ["%s"] }
    test.sink "s" { input = discovery.file.here.targets }
    """
        .formatted(directory.resolve(pattern));
  }

  private void write(String name, String content) throws IOException {
    Path complete = Files.writeString(directory.resolve(name + ".tmp"), content);
    Files.move(complete, directory.resolve(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void showsTheTargetsOfTheFiles() throws Exception {
    write("a.json", "[{\"targets\": [\"a:1\", \"b:1\"], \"labels\": {\"env\": \"prod\"}}]");
    bench.load(config("*.json"));
    bench.awaitTargets("s", ADDRESS, "a:1", "b:1");
    assertThat(bench.targets("s"))
        .contains(
            Labels.of(
                ADDRESS,
                "a:1",
                "env",
                "prod",
                "__meta_filepath",
                directory.resolve("a.json").toString()));
    bench.awaitHealth("discovery.file.here", "healthy", "");
  }

  @Test
  void followsChanges() throws Exception {
    write("a.yml", "- targets: ['a:1']\n");
    bench.load(config("*.yml"));
    bench.awaitTargets("s", ADDRESS, "a:1");
    write("b.yml", "- targets: ['b:1']\n");
    bench.awaitTargets("s", ADDRESS, "a:1", "b:1");
    Files.delete(directory.resolve("a.yml"));
    bench.awaitTargets("s", ADDRESS, "b:1");
  }

  @Test
  void keepsTheTargetsOfAFileThatIsBrokenAndSaysSo() throws Exception {
    write("a.json", "[{\"targets\": [\"a:1\"]}]");
    bench.load(config("a.json"));
    bench.awaitTargets("s", ADDRESS, "a:1");
    write("a.json", "[{\"targets\": [");
    bench.awaitHealth(
        "discovery.file.here", "unhealthy", "cannot read " + directory.resolve("a.json") + ": ");
    assertThat(bench.targets("s")).hasSize(1);
    write("a.json", "[{\"targets\": [\"b:1\"]}]");
    bench.awaitTargets("s", ADDRESS, "b:1");
    bench.awaitHealth("discovery.file.here", "healthy", "");
  }

  @Test
  void hasNoTargetsBeforeItHasLooked() throws Exception {
    bench.load(config("nothing.json"));
    assertThat(bench.targets("s")).isEmpty();
    assertThat(bench.input("s").type()).isEqualTo(ValueType.ARRAY);
  }

  @Test
  void keepsItsTargetsUntilOtherArgumentsHaveGivenSome() throws Exception {
    write("a.json", "[{\"targets\": [\"a:1\"]}]");
    write("b.json", "[{\"targets\": [\"b:1\"]}]");
    bench.load(config("a.json"));
    bench.awaitTargets("s", ADDRESS, "a:1");
    int before = bench.inputCount("s");
    bench.load(config("b.json"));
    bench.awaitTargets("s", ADDRESS, "b:1");
    assertThat(bench.inputCount("s")).isEqualTo(before + 1);
  }

  @Test
  void goesOnWhereItsArgumentsAreTheSame() throws Exception {
    write("a.json", "[{\"targets\": [\"a:1\"]}]");
    bench.load(config("a.json"));
    bench.awaitTargets("s", ADDRESS, "a:1");
    int before = bench.inputCount("s");
    bench.load(config("a.json") + "test.sink \"other\" { input = 1 }\n");
    assertThat(bench.inputCount("s")).isEqualTo(before);
    write("a.json", "[{\"targets\": [\"b:1\"]}]");
    bench.awaitTargets("s", ADDRESS, "b:1");
  }

  @Test
  void saysWhatIsWrongWithItsArguments() throws Exception {
    assertThat(bench.tryLoad("discovery.file \"a\" { }"))
        .anySatisfy(
            message -> assertThat(message).contains("missing required attribute \"files\""));
    assertThat(bench.tryLoad("discovery.file \"a\" { files = [\"/x.txt\"] }"))
        .anySatisfy(message ->
            assertThat(message).contains("path name \"/x.txt\" is not valid for file discovery"));
    assertThat(
            bench.tryLoad(
                """
                discovery.file "a" {
                  files            = []
                  refresh_interval = "0s"
                }
                """))
        .anySatisfy(message ->
            assertThat(message)
                .startsWith("main.river:3:")
                .contains("refresh_interval must be greater than 0"));
  }

  @Test
  void showsItsArguments() throws Exception {
    bench.load(config("a.json"));
    assertThat(bench.component("discovery.file.here").arguments().toString())
        .contains("refresh_interval", "5m0s", "a.json");
  }
}

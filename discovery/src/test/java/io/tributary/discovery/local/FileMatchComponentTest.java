package io.tributary.discovery.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBenchTest;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FileMatchComponentTest extends GraphBenchTest {
  private static final String PATH = "__path__";

  private String config(String target, String more) {
    return """
    local.file_match "m" {
      path_targets = [%s]
      %s
    }
    test.sink "s" { input = local.file_match.m.targets }
    """
        .formatted(target.replace("DIR", directory.toString()), more);
  }

  private Path file(String name) throws IOException {
    Path file = directory.resolve("logs").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  @Test
  void makesATargetForEachFile() throws Exception {
    String a = file("a.log").toString();
    file("a.txt");
    String b = file("deep/er/b.log").toString();
    String target = "{ \"__path__\" = \"DIR/logs/**/*.log\", \"app\" = \"x\" }";
    bench.load(config(target, ""));
    bench.awaitTargets("s", PATH, a, b);
    assertThat(bench.targets("s"))
        .containsExactly(Labels.of(PATH, a, "app", "x"), Labels.of(PATH, b, "app", "x"));
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    String a = file("a.log").toString();
    file("old/b.log");
    String target =
        "{ \"__path__\" = \"DIR/logs/**/*.log\", \"__path_exclude__\" = \"DIR/logs/old/*\" }";
    bench.load(config(target, ""));
    bench.awaitTargets("s", PATH, a);
    assertThat(bench.targets("s").getFirst().get("__path_exclude__"))
        .isEqualTo(directory + "/logs/old/*");
  }

  @Test
  void looksAgain() throws Exception {
    String a = file("a.log").toString();
    bench.load(config("{ \"__path__\" = \"DIR/logs/*\" }", ""));
    bench.awaitTargets("s", PATH, a);
    String b = file("b.log").toString();
    bench.awaitTargets("s", PATH, a, b);
    Files.delete(Path.of(a));
    bench.awaitTargets("s", PATH, b);
  }

  @Test
  void leavesOutWhatIsOld() throws Exception {
    Instant now = Instant.ofEpochMilli(bench.clock.wallMs());
    Path young = file("young.log");
    Files.setLastModifiedTime(young, FileTime.from(now.plus(Duration.ofHours(10))));
    Path old = file("old.log");
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(2))));
    String target = "{ \"__path__\" = \"DIR/logs/*\" }";
    bench.load(config(target, "ignore_older_than = \"1h\""));
    bench.awaitTargets("s", PATH, young.toString());
    bench.load(config(target, ""));
    bench.awaitTargets("s", PATH, old.toString(), young.toString());
  }

  @Test
  void findsWhatItCanWhereAPatternIsMalformedAndSaysSo() throws Exception {
    String a = file("a.log").toString();
    bench.load(config("{ \"__path__\" = \"DIR/logs/[\" }, { \"__path__\" = \"DIR/logs/*\" }", ""));
    bench.awaitTargets("s", PATH, a);
    bench.awaitHealth("local.file_match.m", "unhealthy", "syntax error in pattern");
    bench.load(config("{ \"__path__\" = \"DIR/logs/*\" }", ""));
    bench.awaitHealth("local.file_match.m", "healthy", "");
  }

  @Test
  void saysWhatIsWrongWithItsArguments() throws Exception {
    assertThat(bench.tryLoad("local.file_match \"a\" { }"))
        .anySatisfy(
            message -> assertThat(message).contains("missing required attribute \"path_targets\""));
    assertThat(bench.tryLoad(config("", "sync_period = \"0s\"")))
        .anySatisfy(message -> assertThat(message).contains("sync_period must be greater than 0"));
  }
}

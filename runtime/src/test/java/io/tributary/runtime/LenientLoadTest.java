package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.LoadResult.LeftOut;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files with errors among files without.
class LenientLoadTest extends GraphTest {
  private Path files;

  @BeforeEach
  void createFolder() throws IOException {
    files = Files.createDirectory(directory.resolve("conf"));
  }

  @Override
  Bench start() {
    return new Bench(directory, LoadMode.LENIENT);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(files.resolve(name), text);
  }

  private LoadResult load() throws IOException, InterruptedException {
    return bench.tryLoad(SourceReader.read(files));
  }

  @Test
  void runsTheOthersWhereFiftyOfAThousandAreBroken() throws IOException, InterruptedException {
    for (int i = 0; i < 1000; i++) {
      String broken = i % 40 == 0 ? "input = " : "input = nothing.at.all";
      write(
          "f%03d.river".formatted(i),
          "test.value \"c%d\" {\n  %s\n}\n".formatted(i, i % 20 == 0 ? broken : "input = " + i));
    }
    LoadResult result = load();
    assertThat(result.isApplied()).isTrue();
    assertThat(bench.lab.events("build")).hasSize(950);
    bench.lab.await(events -> events.stream().filter(e -> e.startsWith("start")).count() == 950);
    assertThat(result.leftOut()).hasSize(50).noneMatch(LeftOut::isLastGood);
    assertThat(result.leftOut().get(1).file()).endsWith("f020.river");
    assertThat(result.leftOut().get(1).diagnostics().getFirst().toString())
        .endsWith(
            "f020.river:2:11: component \"nothing.at.all\" does not exist or is out of scope");
  }

  @Test
  void keepsTheLastGoodVersionOfAFile() throws IOException, InterruptedException {
    write("a.river", "test.value \"a\" { input = 1 }\n");
    write("b.river", "test.value \"b\" { input = 1 }\n");
    assertThat(load().isClean()).isTrue();
    bench.lab.await("start test.value.a");
    bench.lab.await("start test.value.b");
    bench.lab.take();
    write("a.river", "test.value \"a\" { input = \n");
    write("b.river", "test.value \"b\" { input = 2 }\n");
    LoadResult result = load();
    assertThat(result.isApplied()).isTrue();
    assertThat(result.isClean()).isFalse();
    assertThat(result.leftOut()).hasSize(1).allMatch(LeftOut::isLastGood);
    assertThat(bench.lab.take()).containsExactly("update test.value.b 2");
    write("a.river", "test.value \"a\" { input = 3 }\n");
    assertThat(load().isClean()).isTrue();
    assertThat(bench.lab.take()).containsExactly("update test.value.a 3");
  }

  /// A link that leads nowhere cannot be read by anybody, root included.
  @Test
  void runsTheOthersWhereAFileCannotBeRead() throws IOException, InterruptedException {
    write("a.river", "test.value \"a\" { input = 1 }\n");
    write("b.river", "test.value \"b\" { input = 1 }\n");
    assertThat(load().isClean()).isTrue();
    bench.lab.await("start test.value.a");
    bench.lab.await("start test.value.b");
    bench.lab.take();
    Files.delete(files.resolve("a.river"));
    Files.createSymbolicLink(files.resolve("a.river"), Path.of("/not/there"));
    write("b.river", "test.value \"b\" { input = 2 }\n");
    LoadResult result = load();
    assertThat(Bench.messages(result))
        .containsExactly(files + "/a.river: cannot read: no such file or directory");
    assertThat(result.leftOut()).hasSize(1).allMatch(LeftOut::isLastGood);
    assertThat(bench.lab.take()).containsExactly("update test.value.b 2");
  }

  @Test
  void doesWithoutThoseWhoReferToWhatIsLeftOut() throws IOException, InterruptedException {
    write("a.river", "test.unknown \"a\" { }\n");
    write("b.river", "test.value \"b\" { input = test.unknown.a.output }\n");
    write("c.river", "test.value \"c\" { input = 1 }\n");
    LoadResult result = load();
    assertThat(result.leftOut())
        .extracting(left -> Path.of(left.file()).getFileName().toString())
        .containsExactly("a.river", "b.river");
    assertThat(bench.lab.events("build")).containsExactly("build test.value.c 1");
  }

  @Test
  void keepsTheOldFileWhereTwoDeclareTheSame() throws IOException, InterruptedException {
    write("b.river", "test.value \"x\" { input = 1 }\n");
    assertThat(load().isClean()).isTrue();
    write("c.river", "test.value \"x\" { input = 2 }\n");
    LoadResult result = load();
    assertThat(result.leftOut()).hasSize(1);
    assertThat(bench.lab.events("update")).isEmpty();
  }

  @Test
  void appliesNothingWhereEverythingIsBroken() throws IOException, InterruptedException {
    write("a.river", "test.value");
    LoadResult result = load();
    assertThat(result.isApplied()).isFalse();
    assertThat(bench.runtime.isReady()).isFalse();
    assertThat(result.errors()).isNotEmpty();
  }

  @Test
  void readsRiverAndAlloyFilesOfADirectoryInTheirOrder() throws IOException {
    write("b.alloy", "");
    write("a.river", "");
    write("c.txt", "");
    Files.createDirectory(files.resolve("d.river"));
    assertThat(SourceReader.read(files).files())
        .extracting(file -> Path.of(file.name()).getFileName().toString())
        .containsExactly("a.river", "b.alloy");
  }

  @Test
  void loadsAThousandComponentsThatDependOnOneAnother() throws InterruptedException {
    var text = new StringBuilder("test.value \"c0\" { input = 0 }\n");
    for (int i = 1; i < 1000; i++) {
      text.append("test.value \"c%d\" { input = test.value.c%d.output + 1 }\n".formatted(i, i - 1));
    }
    bench.load(text.toString());
    List<String> builds = bench.lab.events("build");
    assertThat(builds).hasSize(1000).endsWith("build test.value.c999 999");
    bench.lab.take();
    bench.show("test.value.c0", 1);
    assertThat(bench.lab.events("update")).hasSize(999).endsWith("update test.value.c999 1000");
  }
}

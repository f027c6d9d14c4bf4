package io.tributary.exporters.unix.textfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.page.TextPage;
import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextfileCollectorTest {
  @TempDir Path folder;

  @Test
  void tellsWhatIsInFilesAndHowOldTheyAre() throws IOException {
    file("a.prom", "# HELP jobs Jobs that ran.\n# TYPE jobs counter\njobs{name=\"x\"} 3\n");
    file("b.prom", "free 7\n");
    file("c.txt", "ignored 1\n");
    assertThat(page(folder.toString()))
        .isEqualTo(
            """
            # HELP free Metric read from FOLDER/b.prom
            # TYPE free untyped
            free 7
            # HELP jobs Jobs that ran.
            # TYPE jobs counter
            jobs{name="x"} 3
            # HELP node_textfile_mtime_seconds Unixtime mtime of textfiles successfully read.
            # TYPE node_textfile_mtime_seconds gauge
            node_textfile_mtime_seconds{file="FOLDER/a.prom"} 1
            node_textfile_mtime_seconds{file="FOLDER/b.prom"} 1
            # HELP node_textfile_scrape_error 1 if there was an error opening or reading a file, 0 otherwise
            # TYPE node_textfile_scrape_error gauge
            node_textfile_scrape_error 0
            """
                .replace("FOLDER", folder.toString()));
  }

  @Test
  void keepsHistogramsAndSummariesTogether() throws IOException {
    file(
        "h.prom",
        """
        # TYPE seconds histogram
        seconds_bucket{le="0.1"} 1
        seconds_bucket{le="5"} 2
        seconds_bucket{le="+Inf"} 3
        seconds_sum 9
        seconds_count 3
        # TYPE bytes summary
        bytes{quantile="0.5"} 1
        bytes_sum 4
        bytes_count 2
        """);
    assertThat(page(folder.toString()))
        .contains(
            """
            # TYPE bytes summary
            bytes{quantile="0.5"} 1
            bytes_sum 4
            bytes_count 2
            """,
            """
            seconds_bucket{le="5.0"} 2
            seconds_bucket{le="+Inf"} 3
            seconds_sum 9
            seconds_count 3
            """);
  }

  @Test
  void leavesOutAFileWithAnErrorAndSaysSo() throws IOException {
    file("bad.prom", "good 1\nbad{ 2\n");
    file("cut.prom", "half 1");
    file("old.prom", "stamped 1 1395066363000\n");
    file("good.prom", "fine 1\n");
    assertThat(page(folder.toString()))
        .contains("fine 1\n", "node_textfile_scrape_error 1\n")
        .doesNotContain("good 1", "half", "stamped", "bad.prom", "cut.prom", "old.prom");
  }

  @Test
  void readsTheFoldersOfAPattern() throws IOException {
    for (String name : new String[] {"one", "two"}) {
      Files.createDirectory(folder.resolve(name));
      file(name + "/x.prom", "m_" + name + " 1\n");
    }
    assertThat(page(folder + "/*")).contains("m_one 1\n", "m_two 1\n");
  }

  @Test
  void oneFamilyInTwoFilesSaysBoth() throws IOException {
    file("a.prom", "same{f=\"a\"} 1\n");
    file("b.prom", "same{f=\"b\"} 2\n");
    assertThat(page(folder.toString()))
        .contains("# HELP same Metric read from " + folder + "/a.prom, " + folder + "/b.prom\n")
        .contains("same{f=\"a\"} 1\nsame{f=\"b\"} 2\n");
  }

  @Test
  void withoutAFolderThereIsNothingAndNoError() throws IOException {
    assertThat(FakeHost.samples(new TextfileCollector("")))
        .containsExactly("node_textfile_scrape_error 0");
    assertThat(FakeHost.samples(new TextfileCollector(folder + "/missing")))
        .containsExactly("node_textfile_scrape_error 1");
  }

  private void file(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochMilli(1999)));
  }

  private static String page(String directory) throws IOException {
    var out = new Families();
    new TextfileCollector(directory).collect(out);
    return new String(TextPage.of(out.families()), StandardCharsets.UTF_8);
  }
}

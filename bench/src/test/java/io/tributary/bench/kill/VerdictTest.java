package io.tributary.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two targets of ten samples, killed at 2000 ms, back at 3000 ms.
class VerdictTest {
  private static final List<Verdict.Life> LIVES =
      List.of(
          new Verdict.Life(Weather.UP, 0, 2000, 50),
          new Verdict.Life(Weather.UP, 3000, Verdict.Life.NEVER, 70));

  @TempDir private Path folder;

  @Test
  void findsNothingWrongWhereAllArrived() throws IOException {
    var verdict =
        judge(
            """
            0 1 1000
            0 2 1900
            1 1 1100
            1 2 3500
            """,
            """
            S 7000 1 900 1001
            S 7000 2 1800 1901
            S 7001 1 1000 1101
            S 7001 2 3400 3501
            T 7000 20
            T 7001 20
            """);
    assertThat(verdict.servedScrapes()).isEqualTo(4);
    assertThat(verdict.scrapesLost()).isZero();
    assertThat(verdict.samplesLost()).isZero();
    assertThat(verdict.duplicatesBeyond()).isZero();
  }

  @Test
  void forgivesOnlyTheScrapeInFlightAtTheKill() throws IOException {
    var verdict =
        judge(
            """
            0 1 1000
            0 2 1900
            1 1 1100
            1 2 3500
            """,
            """
            S 7000 1 900 1001
            S 7001 2 3400 3501
            T 7000 10
            T 7001 10
            """);
    assertThat(verdict.scrapesLostInFlight()).isEqualTo(1);
    assertThat(verdict.scrapesLost()).isEqualTo(1);
    assertThat(verdict.samplesLost()).isEqualTo(10);
  }

  @Test
  void noticesThatPartOfAScrapeIsMissing() throws IOException {
    var verdict = judge("0 1 1000\n", "S 7000 1 900 1001\nT 7000 7\n");
    assertThat(verdict.scrapesLost()).isZero();
    assertThat(verdict.samplesLost()).isEqualTo(3);
  }

  @Test
  void forgivesOnlyRepeatsOfWhatArrivedAroundTheKill() throws IOException {
    var verdict = judge("0 1 1000\n", "T 7000 10\nD 1900 3200\nD 1000 3200\nD 3100 3200\n");
    assertThat(verdict.duplicates()).isEqualTo(3);
    assertThat(verdict.duplicatesBeyond()).isEqualTo(2);
  }

  private Verdict judge(String served, String received) throws IOException {
    var servedFile = Files.writeString(folder.resolve("served"), served);
    var receivedFile = Files.writeString(folder.resolve("received"), received);
    return Verdict.judge(LIVES, List.of("7000", "7001"), 10, servedFile, receivedFile);
  }
}

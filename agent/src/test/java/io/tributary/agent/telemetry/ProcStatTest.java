package io.tributary.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProcStatTest {
  private static byte[] vector(long... words) {
    var bytes = ByteBuffer.allocate(8 * words.length).order(ByteOrder.nativeOrder());
    for (long word : words) {
      bytes.putLong(word);
    }
    return bytes.array();
  }

  @Test
  void theKernelSaysHowLargeAPageIs() {
    assertThat(ProcStat.pageBytes(vector(33, 0x7ffe_0000_0000L, 6, 65_536, 17, 100, 0, 0)))
        .isEqualTo(65_536);
    assertThat(ProcStat.pageBytes(vector(33, 6, 17, 100, 0, 0))).isEqualTo(4096);
    assertThat(ProcStat.pageBytes(new byte[] {6, 0})).isEqualTo(4096);
  }

  @Test
  void noLimitIsTheGreatestNumberOf64Bits() {
    assertThat(ProcStat.number("unlimited")).isEqualTo(0x1p64);
    assertThat(ProcStat.number("1024")).isEqualTo(1024);
    assertThat(ProcStat.number("no number")).isNaN();
  }

  @Test
  void residentMemoryIsWhatTheSystemSaysElsewhere() throws IOException {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.isReadable(status), "needs /proc");
    double kibibytes =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]))
            .sum();
    assertThat(new ProcStat().residentBytes())
        .isBetween(kibibytes * 1024 / 2, kibibytes * 1024 * 2);
  }
}

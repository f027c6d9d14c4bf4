package io.tributary.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkLabTest {
  private static final int PORT = 7000;

  @Test
  void losesWhatItIsToldToLoseAndHeals() throws IOException, InterruptedException {
    try (var lab = NetworkLab.of(3)) {
      Process listener = start(lab, 1, "listen", "" + PORT);
      try {
        while (!reaches(lab, 2, 1)) {
          assertThat(listener.isAlive()).isTrue();
        }
        lab.lose(1, 2);
        assertThat(reaches(lab, 2, 1)).as("the answer is lost").isFalse();
        assertThat(reaches(lab, 3, 1)).as("another host").isTrue();
        lab.heal();
        assertThat(reaches(lab, 2, 1)).isTrue();
        lab.split(Set.of(1, 2));
        assertThat(reaches(lab, 2, 1)).as("on the same side").isTrue();
        assertThat(reaches(lab, 3, 1)).as("on the other side").isFalse();
        lab.heal();
        lab.connect(1, false);
        assertThat(reaches(lab, 2, 1)).as("without a network").isFalse();
      } finally {
        listener.destroyForcibly().waitFor();
      }
    }
  }

  private static boolean reaches(NetworkLab lab, int from, int to)
      throws IOException, InterruptedException {
    return start(lab, from, lab.address(to), "" + PORT).waitFor() == 0;
  }

  private static Process start(NetworkLab lab, int host, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Call.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(lab.command(host, command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}

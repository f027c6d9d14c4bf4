package io.tributary.bench.race;

import java.io.IOException;
import java.util.List;

/// The courses behind the design's table of figures, one after the other.
final class Table {
  private final Race race;

  Table(Race race) {
    this.race = race;
  }

  void run() throws IOException, InterruptedException {
    course("similar-100x1000@1s", true, 2, false);
    course("similar-100x1000@1s", false, 2, false);
    course("similar-100x1000@1s", true, 1, false);
    course("churn-100x1000@1s", true, 2, false);
    course("similar-1000x1000@1s", true, 2, false);
    course("similar-1000x1000@15s", true, 2, true);
    course("different-1000x1000@15s", true, 2, false);
  }

  private List<Figures> course(String fleet, boolean gzip, int protocol, boolean restart)
      throws IOException, InterruptedException {
    return race.run(Course.parse(fleet, gzip, protocol), restart);
  }
}

package io.tributary.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.e2e.cluster.Gap.Cause;
import io.tributary.e2e.cluster.Happening.Kind;
import io.tributary.testkit.remotewrite.ReceivedRequest;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.ReceivedSeries;
import io.tributary.testkit.remotewrite.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// One target with two series and a shape, due at 300 ms past every second.
final class VerdictTest {
  private static final long FIRST_MS = 10_300;
  private static final long LAST_MS = 19_300;

  private final Arrivals arrivals = new Arrivals();
  private final List<Happening> happenings = new ArrayList<>();

  @Test
  void findsNothingWhereNothingIsWrong() {
    scrapes(FIRST_MS, LAST_MS, "a");
    assertThat(judge().faults()).isEmpty();
    assertThat(judge().gaps()).isEmpty();
  }

  @Test
  void aTargetThatStaysMissesNothing() {
    scrapes(FIRST_MS, 13_300, "a", 1);
    scrapes(15_300, LAST_MS, "a", 5);
    happened(Kind.KILL, "b", 13_500);
    assertThat(judge().gaps()).extracting(Gap::cause).containsExactly(Cause.STAYED);
    assertThat(judge().faults()).hasSize(1);
  }

  @Test
  void aMoveMayMissOne() {
    scrapes(FIRST_MS, 13_300, "a");
    scrapes(15_300, 16_300, "b");
    assertThat(judge(16_300).gaps()).extracting(Gap::cause).containsExactly(Cause.MOVED);
    assertThat(judge(16_300).faults()).isEmpty();
    scrapes(19_300, 19_300, "a");
    assertThat(judge().faults()).hasSize(1).first().asString().contains("missed=2");
  }

  @Test
  void aClusterThatFallsApartMayMissTwo() {
    scrapes(FIRST_MS, 13_300, "a");
    happenings.add(new Happening(Kind.CUT, "a", 12_000, 15_000));
    scrapes(16_300, LAST_MS, "b");
    assertThat(judge().gaps()).extracting(Gap::cause).containsExactly(Cause.CUT);
    assertThat(judge().mostMissed()).isEqualTo(2);
    assertThat(judge().faults()).isEmpty();
  }

  @Test
  void tellsWhatTwoScrapedAtTheSameTime() {
    scrapes(FIRST_MS, LAST_MS, "a");
    scrapes(12_300, 14_300, "b");
    scrapes(17_300, 17_300, "b");
    assertThat(Overlap.of(arrivals, 1, FIRST_MS, LAST_MS)).isEqualTo(new Overlap(4, 2_000));
    assertThat(Overlap.of(arrivals, 1, 15_000, 17_000)).isEqualTo(new Overlap(0, 0));
    assertThat(arrivals.scrapes("b", FIRST_MS, 14_300)).isEqualTo(2);
  }

  @Test
  void aDeathMayMissTwo() {
    scrapes(FIRST_MS, 13_300, "a");
    happened(Kind.KILL, "a", 13_900);
    scrapes(16_300, LAST_MS, "b");
    assertThat(judge().gaps()).extracting(Gap::cause).containsExactly(Cause.KILLED);
    assertThat(judge().faults()).isEmpty();
  }

  @Test
  void whoDiesBeforeItTakesATargetIsRememberedByTheTargetAlone() {
    scrapes(FIRST_MS, 12_300, "a", 1);
    scrapes(14_300, LAST_MS, "a", 5); // The fourth request was another node's.
    assertThat(judge().gaps()).extracting(Gap::cause).containsExactly(Cause.STAYED);
    happened(Kind.KILL, "b", 12_900);
    assertThat(judge().gaps()).extracting(Gap::cause).containsExactly(Cause.KILLED);
  }

  @Test
  void aDeathBeforeTheLastScrapeExplainsNothing() {
    scrapes(FIRST_MS, 13_300, "a");
    happened(Kind.KILL, "a", 12_900);
    scrapes(16_300, LAST_MS, "b");
    assertThat(judge().faults()).hasSize(1);
  }

  @Test
  void aNodeThatStandsStillMissesThatTime() {
    scrapes(FIRST_MS, 12_300, "a");
    happenings.add(new Happening(Kind.PAUSE, "a", 12_500, 15_500));
    scrapes(16_300, LAST_MS, "a");
    assertThat(judge().gaps()).extracting(Gap::allowed).containsExactly(4);
    assertThat(judge().faults()).isEmpty();
  }

  @Test
  void aMachineThatStandsStillExplainsWhatItsNodesMiss() {
    scrapes(FIRST_MS, 12_300, "a");
    scrapes(14_300, LAST_MS, "a");
    happenings.add(new Happening(Kind.STALL, "", 13_100, 14_200));
    assertThat(judge().gaps()).extracting(Gap::cause).containsExactly(Cause.STALLED);
    assertThat(judge().faults()).isEmpty();
  }

  @Test
  void theEndCountsToo() {
    scrapes(FIRST_MS, 17_300, "a");
    assertThat(judge().faults()).hasSize(1).first().asString().contains("missed=2");
  }

  @Test
  void twoNodesThatScrapeTheSameMomentContradictOneAnother() {
    scrapes(FIRST_MS, LAST_MS, "a");
    add("b", "load", "n", "1", 15_300, -1);
    assertThat(judge().faults()).hasSize(1).first().asString().contains("two values");
  }

  @Test
  void seriesThatAreMissingOrEndedWhileTheyLiveAreFaults() {
    scrapes(FIRST_MS, 12_300, "a");
    add("a", "up", "", "", 13_300, 1);
    add("a", "load", "n", "0", 13_300, 4);
    scrapes(14_300, LAST_MS, "a");
    assertThat(judge().faults()).hasSize(1).first().asString().contains("1 of 2 series");
    add("a", "load", "n", "1", 13_300, 4);
    end("a", "load", "n", "1", 13_300);
    assertThat(judge().faults()).hasSize(1).first().asString().contains("living");
  }

  @Test
  void aSeriesThatVanishedHasEnded() {
    add("a", "shape", "v", "7", 12_300, 1);
    add("a", "shape", "v", "8", 13_300, 1);
    scrapes(FIRST_MS, LAST_MS, "a");
    assertThat(judge().faults()).hasSize(1).first().asString().contains("has not ended");
    end("a", "shape", "v", "7", 13_300);
    assertThat(judge().faults()).isEmpty();
  }

  @Test
  void nobodyCanEndWhatOnlyADeadNodeKnew() {
    add("a", "shape", "v", "7", 12_300, 1);
    add("b", "shape", "v", "8", 13_300, 1);
    scrapes(FIRST_MS, 12_300, "a");
    scrapes(13_300, LAST_MS, "b");
    happened(Kind.KILL, "a", 12_800);
    assertThat(judge().faults()).isEmpty();
    assertThat(judge().summary()).contains("nobody could know of 1");
  }

  private void happened(Kind kind, String node, long ms) {
    happenings.add(new Happening(kind, node, ms, ms));
  }

  private Verdict judge() {
    return judge(LAST_MS);
  }

  private Verdict judge(long untilMs) {
    return Verdict.of(arrivals, happenings, 1, _ -> 2, 1_000, FIRST_MS, untilMs);
  }

  private void scrapes(long firstMs, long lastMs, String node) {
    scrapes(firstMs, lastMs, node, (firstMs - FIRST_MS) / 1_000);
  }

  private void scrapes(long firstMs, long lastMs, String node, long firstNumber) {
    for (long ms = firstMs; ms <= lastMs; ms += 1_000) {
      long number = firstNumber + (ms - firstMs) / 1_000;
      add(node, "up", "", "", ms, 1);
      add(node, "load", "n", "0", ms, (double) number);
      add(node, "load", "n", "1", ms, (double) number);
    }
  }

  private void add(String node, String name, String label, String text, long ms, double value) {
    arrive(node, name, label, text, ms, Double.doubleToRawLongBits(value));
  }

  private void end(String node, String name, String label, String text, long ms) {
    arrive(node, name, label, text, ms, ReceivedSample.STALE_BITS);
  }

  private void arrive(String node, String name, String label, String text, long ms, long bits) {
    var labels = new TreeMap<>(Map.of("__name__", name, "target", "0"));
    if (!label.isEmpty()) {
      labels.put(label, text);
    }
    var sample = new ReceivedSample(labels, ms, bits, 0);
    var series =
        new ReceivedSeries(
            List.of(), labels, List.of(sample), List.of(), List.of(), Optional.empty());
    arrivals.add(
        new ReceivedRequest(
            Version.V1,
            new TreeMap<>(Map.of("x-node", node)),
            new ReceivedRequest.Sizes(0, 0),
            List.of(),
            List.of(series),
            List.of(),
            List.of()));
  }
}

package io.tributary.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.bench.fleet.FleetSettings.Mode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final int VARIANTS = 4;

  @Test
  void exposesExactlyTheSeriesAskedFor() throws IOException {
    for (var mode : Mode.values()) {
      var target = target(mode, 3);
      assertThat(samples(page(target, false))).hasSize(target.seriesPerScrape());
      assertThat(target.seriesPerScrape()).isEqualTo(1001);
    }
  }

  @Test
  void looksLikeARealPage() throws IOException {
    var target = target(Mode.SIMILAR, 0);
    var first = page(target, false);
    var before = samples(first);
    var after = samples(page(target, false));
    long moved = differing(before, after);
    long full =
        before.values().stream()
            .filter(value -> value.replaceAll("\\D", "").length() >= 16)
            .count();

    assertThat(first.length() / before.size()).isBetween(95, 110);
    assertThat(moved * 100.0 / before.size()).isBetween(34.0, 45.0);
    assertThat(full * 100.0 / before.size()).isBetween(1.0, 4.5);
  }

  @Test
  void compressesToOneOrdinaryGzipMember() throws IOException {
    for (var mode : Mode.values()) {
      assertThat(page(target(mode, 1), true)).isEqualTo(page(target(mode, 1), false));
    }
  }

  @Test
  void numbersItsScrapes() throws IOException {
    var target = target(Mode.CHURN, 1);
    assertThat(samples(page(target, false))).containsEntry("fleet_scrapes_total", "1");
    assertThat(samples(page(target, true))).containsEntry("fleet_scrapes_total", "2");
  }

  @Test
  void givesEveryTargetItsOwnValues() throws IOException {
    var one = samples(page(target(Mode.SIMILAR, 1), false));
    var two = samples(page(target(Mode.SIMILAR, 2), false));
    assertThat(one.keySet()).isEqualTo(two.keySet());
    assertThat(differing(one, two)).isGreaterThan(400);
  }

  @Test
  void sharesNoNameBetweenDifferentTargets() throws IOException {
    var one = samples(page(target(Mode.DIFFERENT, 1), false));
    var two = samples(page(target(Mode.DIFFERENT, 2), false));
    one.keySet().retainAll(two.keySet());
    assertThat(one.keySet()).containsExactly("fleet_scrapes_total");
  }

  @Test
  void replacesOneSeriesInAHundredWhenItChurns() throws IOException {
    var target = target(Mode.CHURN, 1);
    page(target, false);
    var before = samples(page(target, false));
    var after = samples(page(target, false));
    after.keySet().removeAll(before.keySet());
    assertThat(after).hasSize(10);
  }

  private static long differing(Map<String, String> one, Map<String, String> two) {
    return one.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(two.get(entry.getKey())))
        .count();
  }

  private static Target target(Mode mode, int index) {
    return new Target(new FleetSettings(mode, 5, 1000, true, 7), index, VARIANTS);
  }

  private static String page(Target target, boolean gzip) throws IOException {
    var response = new ByteArrayOutputStream();
    for (var buffer : target.respond(gzip)) {
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      response.write(bytes);
    }
    var bytes = response.toByteArray();
    var head = new String(bytes, StandardCharsets.ISO_8859_1);
    int body = head.indexOf("\r\n\r\n") + 4;
    assertThat(head).contains("Content-Length: " + (bytes.length - body) + "\r\n");
    if (!gzip) {
      return new String(bytes, body, bytes.length - body, StandardCharsets.UTF_8);
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes, body, bytes.length - body))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> samples(String page) {
    var samples = new HashMap<String, String>();
    page.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          int space = line.lastIndexOf(' ');
          samples.put(line.substring(0, space), line.substring(space + 1));
        });
    return samples;
  }
}

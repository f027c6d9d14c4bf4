package io.tributary.bench.fleet;

import io.tributary.base.text.Floats;
import io.tributary.bench.fleet.FleetSettings.Mode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// One simulated target: its page in several variants, and the record of what it served.
///
/// The last family of every page, `fleet_scrapes_total`, numbers the scrapes from 1, so that a
/// receiver can tell which of the responses arrived. Owned by the server's thread once built.
final class Target {
  static final String SEQUENCE_METRIC = "fleet_scrapes_total";
  private static final int CHURN_FAMILIES = 5;
  private static final int CHURN_LIFETIME_SCRAPES = 10;
  private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final List<Body> bodies = new ArrayList<>();
  private final List<ChurningFamily> churning = new ArrayList<>();
  private final int variants;
  private final int seriesPerScrape;
  private long[] completedAtMs =
      new long[64]; // by scrape number; 0 where no response was completed
  private long lastScrape;
  private long completed;
  private long bytes;

  Target(FleetSettings settings, int index, int variants) {
    this.variants = variants;
    var distinct = settings.mode() == Mode.DIFFERENT ? "svc%05d".formatted(index) : "";
    boolean churns = settings.mode() == Mode.CHURN;
    int churnPerScrape =
        churns ? Math.max(1, settings.seriesPerTarget() / 100 / CHURN_FAMILIES) : 0;
    int slots = churnPerScrape * CHURN_LIFETIME_SCRAPES;
    int still = settings.seriesPerTarget() - slots * (churns ? CHURN_FAMILIES : 0);
    // Targets that look alike have the same families whatever their values do.
    var shape = distinct.isEmpty() ? settings.seed() : settings.seed() + index;
    var families = Catalogue.write(distinct, still, shape);
    var values = new Values(settings.seed() * 1_000_003 + index);
    int parts = churns ? CHURN_FAMILIES : 1;
    int row = 0;
    for (int part = 0; part < parts; part++) {
      var run =
          families.subList(families.size() * part / parts, families.size() * (part + 1) / parts);
      bodies.add(render(run, row, values, settings.gzip()));
      row += run.stream().mapToInt(family -> family.rows().size()).sum();
      if (churns) {
        churning.add(
            new ChurningFamily(
                "kube_pod_" + "info owner start limits status".split(" ")[part],
                slots,
                churnPerScrape,
                settings.seed() * 31 + index * 7L + part));
      }
    }
    seriesPerScrape = row + churning.stream().mapToInt(ChurningFamily::rows).sum() + 1;
  }

  private Body render(List<Family> families, int firstRow, Values values, boolean compress) {
    var texts = new String[variants];
    for (int variant = 0; variant < variants; variant++) {
      var page = new StringBuilder(1 << 16);
      int row = firstRow;
      for (var family : families) {
        page.append("# HELP ").append(family.name()).append(' ').append(family.help());
        page.append("\n# TYPE ").append(family.name()).append(' ').append(family.type());
        page.append('\n');
        for (int i = 0; i < family.rows().size(); i++, row++) {
          page.append(family.rows().get(i)).append(' ');
          page.append(Floats.general(values.at(row, family.kinds().get(i), variant))).append('\n');
        }
      }
      texts[variant] = page.toString();
    }
    return new Body(texts, compress);
  }

  /// Samples in each response, the numbering one included.
  int seriesPerScrape() {
    return seriesPerScrape;
  }

  /// Begins scrape number [#lastScrape()] + 1 and returns the whole response.
  ByteBuffer[] respond(boolean gzip) {
    lastScrape++;
    if (lastScrape == completedAtMs.length) {
      completedAtMs = java.util.Arrays.copyOf(completedAtMs, completedAtMs.length * 2);
    }
    int variant = (int) (lastScrape % variants);
    var response = new ArrayList<ByteBuffer>();
    var crc = new CRC32();
    long plainBytes = 0;
    for (int part = 0; part < bodies.size(); part++) {
      var plain = bodies.get(part).plain(variant);
      plainBytes += plain.remaining();
      if (gzip) {
        crc.update(plain.duplicate());
        response.add(bodies.get(part).deflated(variant));
      } else {
        response.add(plain);
      }
      boolean last = part == bodies.size() - 1;
      var fresh = new StringBuilder();
      if (!churning.isEmpty()) {
        churning.get(part).render(lastScrape, fresh);
      }
      if (last) {
        fresh.append("# HELP fleet_scrapes_total How often this target was asked.\n");
        fresh.append("# TYPE fleet_scrapes_total counter\nfleet_scrapes_total ");
        fresh.append(lastScrape).append('\n');
      }
      var text = fresh.toString().getBytes(StandardCharsets.UTF_8);
      plainBytes += text.length;
      if (gzip) {
        crc.update(text);
        response.add(compress(text, last));
      } else {
        response.add(ByteBuffer.wrap(text));
      }
    }
    if (gzip) {
      response.addFirst(ByteBuffer.wrap(GZIP_HEADER));
      response.addLast(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) crc.getValue())
              .putInt((int) plainBytes)
              .flip());
    }
    long length = response.stream().mapToLong(ByteBuffer::remaining).sum();
    response.addFirst(head(length, gzip));
    return response.toArray(ByteBuffer[]::new);
  }

  private ByteBuffer compress(byte[] text, boolean last) {
    if (churning.isEmpty()) {
      return Body.stored(text);
    }
    return Body.deflate(text, Deflater.BEST_SPEED, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
  }

  private static ByteBuffer head(long length, boolean gzip) {
    var head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + (gzip ? "Content-Encoding: gzip\r\n" : "")
            + "Content-Length: "
            + length
            + "\r\n\r\n";
    return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
  }

  /// The kernel took the last byte of scrape number `scrape`.
  void completed(long scrape, long responseBytes) {
    completedAtMs[(int) scrape] = System.currentTimeMillis();
    completed++;
    bytes += responseBytes;
  }

  long lastScrape() {
    return lastScrape;
  }

  long completedAtMs(long scrape) {
    return completedAtMs[(int) scrape];
  }

  long completed() {
    return completed;
  }

  long bytes() {
    return bytes;
  }
}

package io.tributary.bench.fleet;

import io.tributary.bench.process.Commands;
import io.tributary.bench.process.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The fleet's process. Greets with the ports of its targets, one for each, and obeys:
///
/// - `stats`: scrapes, samples and bytes served, when the first request came;
/// - `hold on` / `hold off`: stop answering, answer again;
/// - `forget`: the next request is the first again;
/// - `served FILE`: writes `target scrape completedAtMs` for each response that was completed.
public final class Fleet {
  public static final List<String> JVM_FLAGS =
      List.of("-Xmx2g", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=8g");

  private static final long VARIANT_BUDGET_BYTES = 600_000_000;
  private static final int FEWEST_VARIANTS = 4;
  private static final int MOST_VARIANTS = 16;
  private static final int BYTES_A_LINE = 102;

  private Fleet() {}

  public static void main(String[] arguments) throws Exception {
    var options = Options.parse(arguments, Set.of("mode", "targets", "series", "gzip", "seed"));
    var settings = FleetSettings.parse(options);
    var targets = build(settings);
    try (var server = new PageServer(targets, settings.gzip())) {
      Thread.ofPlatform().name("fleet").daemon().start(() -> run(server));
      var ports = server.ports().stream().map(String::valueOf).collect(Collectors.joining(","));
      Commands.serve("ports=" + ports, words -> obey(server, words));
    }
  }

  private static List<Target> build(FleetSettings settings) {
    long page = (long) settings.seriesPerTarget() * BYTES_A_LINE * settings.targets();
    int variants = Math.clamp(VARIANT_BUDGET_BYTES / page, FEWEST_VARIANTS, MOST_VARIANTS);
    return IntStream.range(0, settings.targets())
        .parallel()
        .mapToObj(index -> new Target(settings, index, variants))
        .toList();
  }

  private static void run(PageServer server) {
    try {
      server.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String obey(PageServer server, String[] words) {
    return switch (words[0]) {
      case "stats" -> stats(server);
      case "hold" -> {
        server.hold(words[1].equals("on"));
        yield "ok=1";
      }
      case "forget" -> {
        server.forgetFirstRequest();
        yield "ok=1";
      }
      case "served" -> {
        write(server, Path.of(words[1]));
        yield "ok=1";
      }
      default -> throw new IllegalArgumentException("cannot obey " + words[0]);
    };
  }

  private static String stats(PageServer server) {
    return server.snapshot(targets -> {
      long scrapes = targets.stream().mapToLong(Target::completed).sum();
      long samples =
          targets.stream().mapToLong(one -> one.completed() * one.seriesPerScrape()).sum();
      long bytes = targets.stream().mapToLong(Target::bytes).sum();
      return "scrapes=%d samples=%d bytes=%d seriesPerScrape=%d firstRequestAtMs=%d"
          .formatted(
              scrapes,
              samples,
              bytes,
              targets.getFirst().seriesPerScrape(),
              server.firstRequestAtMs());
    });
  }

  private static void write(PageServer server, Path file) {
    var lines =
        server.snapshot(targets -> {
          var text = new StringBuilder();
          for (int i = 0; i < targets.size(); i++) {
            var target = targets.get(i);
            for (long scrape = 1; scrape <= target.lastScrape(); scrape++) {
              if (target.completedAtMs(scrape) > 0) {
                text.append(i).append(' ').append(scrape).append(' ');
                text.append(target.completedAtMs(scrape)).append('\n');
              }
            }
          }
          return text.toString();
        });
    try {
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

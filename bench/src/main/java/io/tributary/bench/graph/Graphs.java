package io.tributary.bench.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// River files of graphs of any size.
final class Graphs {
  private Graphs() {}

  /// One destination, and groups of three components that send there: relabelled targets, a scrape,
  /// relabelled series. A file for each group.
  ///
  /// Targets beyond `scraped` are due once a day: hardly one of them opens a connection while
  /// somebody counts those that are open.
  static void write(Path folder, int components, int port, int scraped, String interval)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("0-out.river"), out(port));
    for (int group = 0; group < (components - 1) / 3; group++) {
      String every = group < scraped ? interval : "24h";
      Files.writeString(folder.resolve("group-" + group + ".river"), group(group, port, every));
    }
  }

  private static String out(int port) {
    return """
    prometheus.remote_write "out" {
      endpoint {
        url = "http://127.0.0.1:%d/receive"
      }
    }
    """
        .formatted(port);
  }

  private static String group(int number, int port, String interval) {
    return """
    discovery.relabel "g%1$d" {
      targets = [{"__address__" = "127.0.0.1:%2$d", "__metrics_path__" = "/target/t%1$d"}]
      rule {
        target_label = "group"
        replacement  = "g%1$d"
      }
    }

    prometheus.scrape "g%1$d" {
      targets         = discovery.relabel.g%1$d.output
      scrape_interval = "%3$s"
      scrape_timeout  = "1s"
      forward_to      = [prometheus.relabel.g%1$d.receiver]
    }

    prometheus.relabel "g%1$d" {
      rule {
        source_labels = ["row"]
        regex         = "9.*"
        action        = "drop"
      }
      forward_to = [prometheus.remote_write.out.receiver]
    }
    """
        .formatted(number, port, interval);
  }

  /// A component that nothing depends on, in one of two versions.
  static void writeChanging(Path folder, int version) throws IOException {
    Files.writeString(
        folder.resolve("changing.river"),
        """
        prometheus.relabel "changing" {
          rule {
            target_label = "version"
            replacement  = "%d"
          }
          forward_to = [prometheus.remote_write.out.receiver]
        }
        """
            .formatted(version));
  }

  /// A file for each of so many components, the first ones broken.
  static void writeBroken(Path folder, int files, int broken) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < files; i++) {
      String text =
          i >= broken
              ? "prometheus.echo \"e%d\" { }%n".formatted(i)
              : switch (i % 3) {
                case 0 -> "prometheus.echo \"e%d\" {%n".formatted(i);
                case 1 -> "prometheus.ecko \"e%d\" { }%n".formatted(i);
                default ->
                    "prometheus.relabel \"e%d\" { forward_to = [nothing.here.receiver] }%n"
                        .formatted(i);
              };
      Files.writeString(folder.resolve("unit-" + i + ".river"), text);
    }
  }
}

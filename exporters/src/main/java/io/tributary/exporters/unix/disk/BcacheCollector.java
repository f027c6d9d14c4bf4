package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/// Block devices that cache others. A file that this kernel does not have counts as 0.
///
/// Source: Linux `Documentation/admin-guide/bcache.rst`.
public final class BcacheCollector implements Collector {
  private static final Pattern SET = Pattern.compile(".*-.*");
  private static final Pattern BACKING = Pattern.compile("bdev[0-9].*");
  private static final Pattern CACHE = Pattern.compile("cache[0-9].*");

  private record Metric(String file, String name, double factor, String help) {
    Metric(String file, String name, String help) {
      this(file, name, 1, help);
    }
  }

  private static final List<Metric> SET_GAUGES =
      List.of(
          new Metric(
              "average_key_size",
              "average_key_size_sectors",
              "Average data per key in the btree (sectors)."),
          new Metric(
              "btree_cache_size",
              "btree_cache_size_bytes",
              "Amount of memory currently used by the btree cache."),
          new Metric(
              "cache_available_percent",
              "cache_available_percent",
              "Percentage of cache device without dirty data, usable for writeback (may contain"
                  + " clean cached data)."),
          new Metric("congested", "congested", "Congestion."),
          new Metric(
              "root_usage_percent",
              "root_usage_percent",
              "Percentage of the root btree node in use (tree depth increases if too high)."),
          new Metric("tree_depth", "tree_depth", "Depth of the btree."),
          new Metric(
              "internal/active_journal_entries",
              "active_journal_entries",
              "Number of journal entries that are newer than the index."),
          new Metric("internal/btree_nodes", "btree_nodes", "Total nodes in the btree."),
          new Metric(
              "internal/btree_read_average_duration_us",
              "btree_read_average_duration_seconds",
              1e-9,
              "Average btree read duration."));

  private static final List<Metric> BACKING_COUNTERS =
      List.of(
          new Metric(
              "bypassed",
              "bypassed_bytes_total",
              "Amount of IO (both reads and writes) that has bypassed the cache."),
          new Metric(
              "cache_hits",
              "cache_hits_total",
              "Hits counted per individual IO as bcache sees them."),
          new Metric(
              "cache_misses",
              "cache_misses_total",
              "Misses counted per individual IO as bcache sees them."),
          new Metric(
              "cache_bypass_hits",
              "cache_bypass_hits_total",
              "Hits for IO intended to skip the cache."),
          new Metric(
              "cache_bypass_misses",
              "cache_bypass_misses_total",
              "Misses for IO intended to skip the cache."),
          new Metric(
              "cache_miss_collisions",
              "cache_miss_collisions_total",
              "Instances where data insertion from cache miss raced with write (data already"
                  + " present)."),
          new Metric(
              "cache_readaheads", "cache_readaheads_total", "Count of times readahead occurred."));

  private final Tree sets;
  private final boolean priorityStats;

  /// With `priorityStats`, a file is read that takes the kernel some effort to make up.
  public BcacheCollector(Tree sys, boolean priorityStats) {
    sets = sys.in("fs/bcache");
    this.priorityStats = priorityStats;
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String uuid : sets.matching("", SET)) {
      Tree set = sets.in(uuid);
      for (Metric metric : SET_GAUGES) {
        double value = read(set, metric.file()) * metric.factor();
        out.gauge("node_bcache_" + metric.name(), metric.help(), value, "uuid", uuid);
      }
      out.counter(
          "node_bcache_cache_read_races_total",
          "Counts instances where while data was being read from the cache, the bucket was reused"
              + " and invalidated - i.e. where the pointer was stale after the read completed.",
          read(set, "internal/cache_read_races"),
          "uuid",
          uuid);
      for (String device : set.matching("", BACKING)) {
        backing(out, set.in(device), "uuid", uuid, "backing_device", device);
      }
      for (String device : set.matching("", CACHE)) {
        cache(out, set.in(device), "uuid", uuid, "cache_device", device);
      }
    }
  }

  private static void backing(Families out, Tree device, String... labels) throws IOException {
    out.gauge(
        "node_bcache_dirty_data_bytes",
        "Amount of dirty data for this backing device in the cache.",
        read(device, "dirty_data"),
        labels);
    WritebackRate.parse(device.lines("writeback_rate_debug")).add(out, labels);
    for (Metric metric : BACKING_COUNTERS) {
      double value = read(device, "stats_total/" + metric.file());
      out.counter("node_bcache_" + metric.name(), metric.help(), value, labels);
    }
  }

  private void cache(Families out, Tree device, String... labels) throws IOException {
    out.gauge(
        "node_bcache_io_errors",
        "Number of errors that have occurred, decayed by io_error_halflife.",
        read(device, "io_errors"),
        labels);
    out.counter(
        "node_bcache_metadata_written_bytes_total",
        "Sum of all non data writes (btree writes and all other metadata).",
        read(device, "metadata_written"),
        labels);
    out.counter(
        "node_bcache_written_bytes_total",
        "Sum of all data that has been written to the cache.",
        read(device, "written"),
        labels);
    if (priorityStats) {
      List<String> lines = device.lines("priority_stats");
      out.gauge(
          "node_bcache_priority_stats_unused_percent",
          "The percentage of the cache that doesn't contain any data.",
          percent(lines, "Unused:"),
          labels);
      out.gauge(
          "node_bcache_priority_stats_metadata_percent",
          "Bcache's metadata overhead.",
          percent(lines, "Metadata:"),
          labels);
    }
  }

  private static double percent(List<String> lines, String name) throws IOException {
    for (String line : lines) {
      if (line.startsWith(name)) {
        return Numbers.unsigned(Numbers.fields(line).getLast().replace("%", ""));
      }
    }
    return 0;
  }

  private static double read(Tree tree, String file) throws IOException {
    return tree.has(file) ? HumanSize.parse(tree.text(file).strip()) : 0;
  }
}

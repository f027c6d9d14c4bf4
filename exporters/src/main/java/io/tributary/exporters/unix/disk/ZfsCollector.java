package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Counters of OpenZFS: of the module, of each pool, and of each data set in it. What this version
/// of the module does not have is left out.
///
/// Source: openzfs/zfs `lib/libspl/include/sys/kstat.h`; kstats of Linux are below
/// `/proc/spl/kstat/zfs`.
public final class ZfsCollector implements Collector {
  /// Family prefix and file.
  private static final String[][] MODULE = {
    {"zfs_abd", "abdstats"},
    {"zfs_arc", "arcstats"},
    {"zfs_dbuf", "dbuf_stats"},
    {"zfs_dmu_tx", "dmu_tx"},
    {"zfs_dnode", "dnodestats"},
    {"zfs_fm", "fm"},
    {"zfs_vdev_cache", "vdev_cache_stats"},
    {"zfs_vdev_mirror", "vdev_mirror_stats"},
    {"zfs_xuio", "xuio_stats"},
    {"zfs_zfetch", "zfetchstats"},
    {"zfs_zil", "zil"},
  };

  private static final List<String> POOL_STATES =
      List.of("online", "degraded", "faulted", "offline", "removed", "unavail");

  private static final Pattern ANY = Pattern.compile(".*");
  private static final Pattern OBJECT_SET = Pattern.compile("objset-.*");

  /// The type of a kstat that is an unsigned number of 64 bits; others are not shown.
  private static final String UINT64 = "4";

  private static final int MIN_IO_COLUMNS = 12;

  private final Tree kstat;

  public ZfsCollector(Tree proc) {
    kstat = proc.in("spl/kstat/zfs");
  }

  @Override
  public void collect(Families out) throws IOException {
    if (!kstat.has("")) {
      throw new NoDataException("ZFS is not loaded");
    }
    for (String[] one : MODULE) {
      if (kstat.has(one[1])) {
        module(out, one[0], one[1]);
      }
    }
    for (String pool : kstat.matching("", ANY)) {
      if (kstat.has(pool + "/io")) {
        io(out, pool);
      }
      for (String set : kstat.matching(pool, OBJECT_SET)) {
        objectSet(out, pool, kstat.lines(pool + "/" + set));
      }
      if (kstat.has(pool + "/state")) {
        state(out, pool, kstat.text(pool + "/state"));
      }
    }
  }

  private void module(Families out, String prefix, String file) throws IOException {
    for (List<String> row : rows(kstat.lines(file), file)) {
      if (row.get(1).equals(UINT64)) {
        out.untyped(
            "node_" + prefix + "_" + metric(row.getFirst()),
            "kstat.zfs.misc." + file + "." + row.getFirst(),
            Numbers.unsigned(row.get(2)));
      }
    }
  }

  /// A line of names and, below it, a line of numbers. Pools of OpenZFS 2.1 and later have none.
  private void io(Families out, String pool) throws IOException {
    List<String> names = List.of();
    for (String line : kstat.lines(pool + "/io")) {
      List<String> fields = Numbers.fields(line);
      if (names.isEmpty()) {
        boolean isHeading = fields.size() >= MIN_IO_COLUMNS && fields.getFirst().equals("nread");
        names = isHeading ? fields : names;
        continue;
      }
      for (int i = 0; i < names.size(); i++) {
        out.untyped(
            "node_zfs_zpool_" + metric(names.get(i)),
            "kstat.zfs.misc.io." + names.get(i),
            Numbers.unsigned(fields.get(i)),
            "zpool",
            pool);
      }
    }
  }

  private static void objectSet(Families out, String pool, List<String> lines)
      throws MalformedException {
    String dataset = "";
    for (List<String> row : rows(lines, "objset")) {
      if (row.getFirst().equals("dataset_name")) {
        dataset = row.get(2);
      } else if (row.get(1).equals(UINT64)) {
        out.untyped(
            "node_zfs_zpool_dataset_" + metric(row.getFirst()),
            "kstat.zfs.misc.objset." + row.getFirst(),
            Numbers.unsigned(row.get(2)),
            "zpool",
            pool,
            "dataset",
            dataset);
      }
    }
  }

  private static void state(Families out, String pool, String text) {
    String actual = text.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
    for (String state : POOL_STATES) {
      out.gauge(
          "node_zfs_zpool_state",
          "kstat.zfs.misc.state",
          actual.equals(state) ? 1 : 0,
          "zpool",
          pool,
          "state",
          state);
    }
  }

  /// What follows the heading `name type data`.
  private static List<List<String>> rows(List<String> lines, String what)
      throws MalformedException {
    List<List<String>> all = lines.stream().map(Numbers::fields).toList();
    int heading = all.indexOf(List.of("name", "type", "data"));
    if (heading < 0) {
      throw new MalformedException("did not parse a single \"" + what + "\" metric");
    }
    return all.subList(heading + 1, all.size()).stream().filter(row -> row.size() >= 3).toList();
  }

  private static String metric(String name) {
    return name.replace('-', '_');
  }
}

package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The distribution, from the first `os-release` there is.
///
/// Source: os-release(5).
public final class OsReleaseCollector implements Collector {
  private static final List<String> FILES = List.of("etc/os-release", "usr/lib/os-release");

  /// Labels of `node_os_info`; the keys of the file are these in capitals.
  private static final List<String> LABELS =
      List.of(
          "build_id",
          "id",
          "id_like",
          "image_id",
          "image_version",
          "name",
          "pretty_name",
          "variant",
          "variant_id",
          "version",
          "version_codename",
          "version_id");

  private static final Pattern MAJOR_MINOR = Pattern.compile("^[0-9]+\\.?[0-9]*");

  private final Tree rootfs;

  public OsReleaseCollector(Tree rootfs) {
    this.rootfs = rootfs;
  }

  @Override
  public void collect(Families out) throws IOException {
    Map<String, String> release = Assignments.parse(read());
    String[] labels = new String[2 * LABELS.size()];
    for (int i = 0; i < LABELS.size(); i++) {
      labels[2 * i] = LABELS.get(i);
      labels[2 * i + 1] = get(release, LABELS.get(i));
    }
    out.gauge(
        "node_os_info",
        "A metric with a constant '1' value labeled by build_id, id, id_like, image_id,"
            + " image_version, name, pretty_name, variant, variant_id, version, version_codename,"
            + " version_id.",
        1,
        labels);
    Matcher version = MAJOR_MINOR.matcher(get(release, "version_id"));
    double number = version.find() ? Numbers.real(version.group()) : 0;
    if (number > 0) {
      out.gauge(
          "node_os_version",
          "Metric containing the major.minor part of the OS version.",
          number,
          "id",
          get(release, "id"),
          "id_like",
          get(release, "id_like"),
          "name",
          get(release, "name"));
    }
  }

  private List<String> read() throws IOException {
    for (String file : FILES) {
      List<String> lines = rootfs.linesIfPresent(file);
      if (lines != null) {
        return lines;
      }
    }
    throw new NoDataException("no os-release below " + rootfs.root());
  }

  private static String get(Map<String, String> release, String label) {
    return release.getOrDefault(label.toUpperCase(Locale.ROOT), "");
  }
}

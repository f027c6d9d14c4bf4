package io.tributary.exporters.unix.disk;

import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One array of `/proc/mdstat`. `state` is one of active, inactive, recovering, resync, check.
///
/// ```
/// md6 : active raid1 sdb2[2](F) sdc[1](S) sda2[0]
///       195310144 blocks [2/1] [U_]
///       [=>...................]  recovery =  8.5% (16775552/195310144) finish=17.0min speed=259783K/sec
/// ```
///
/// Source: Linux `drivers/md/md.c`, `md_seq_show`.
record MdArray(
    String name,
    String state,
    double disksActive,
    double disksTotal,
    double disksFailed,
    double disksSpare,
    double blocks,
    double blocksSynced) {

  private static final Pattern STATUS =
      Pattern.compile("\\d+ blocks .*\\[(\\d+)/(\\d+)] \\[[U_]+]");
  private static final Pattern PROGRESS = Pattern.compile("\\((\\d+)/\\d+\\)");

  private record Disks(double active, double total) {}

  static List<MdArray> parse(List<String> lines) throws MalformedException {
    var arrays = new ArrayList<MdArray>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean isHeading =
          !line.isBlank()
              && line.charAt(0) != ' '
              && !line.startsWith("Personalities")
              && !line.startsWith("unused");
      if (isHeading) {
        arrays.add(array(lines, i));
      }
    }
    return arrays;
  }

  private static MdArray array(List<String> lines, int at) throws MalformedException {
    String heading = lines.get(at);
    List<String> fields = Numbers.fields(heading);
    if (fields.size() < 3) {
      throw new MalformedException("not enough fields in a line of mdstat: " + heading);
    }
    if (lines.size() < at + 3) {
      throw new MalformedException("too few lines for " + fields.getFirst() + " in mdstat");
    }
    String status = lines.get(at + 1);
    List<String> statusFields = Numbers.fields(status);
    if (statusFields.isEmpty()) {
      throw new MalformedException("no status of " + fields.getFirst() + " in mdstat");
    }
    double blocks = Numbers.unsigned(statusFields.getFirst());
    Disks disks = disks(heading, status);
    String sync = syncLine(lines, at);
    String state = syncState(sync, fields.get(2));
    return new MdArray(
        fields.getFirst(),
        state,
        disks.active(),
        disks.total(),
        count(heading, "(F)"),
        count(heading, "(S)"),
        blocks,
        state.equals(fields.get(2)) ? blocks : synced(sync));
  }

  /// A bitmap, where there is one, comes first.
  private static String syncLine(List<String> lines, int at) {
    int line = lines.get(at + 2).contains("bitmap") ? at + 3 : at + 2;
    return line < lines.size() ? lines.get(line) : "";
  }

  private static String syncState(String sync, String otherwise) {
    if (sync.contains("recovery")) {
      return "recovering";
    }
    if (sync.contains("check")) {
      return "check";
    }
    return sync.contains("resync") ? "resync" : otherwise;
  }

  private static double synced(String sync) throws MalformedException {
    if (sync.contains("PENDING") || sync.contains("DELAYED")) {
      return 0;
    }
    Matcher progress = PROGRESS.matcher(sync);
    if (!progress.find()) {
      throw new MalformedException("unexpected progress in mdstat: " + sync.strip());
    }
    return Numbers.unsigned(progress.group(1));
  }

  /// Arrays without redundancy do not say how many disks they need: all that they have.
  private static Disks disks(String heading, String status) throws MalformedException {
    if (heading.contains("raid0") || heading.contains("linear")) {
      int all = count(heading, "[");
      return new Disks(all, all);
    }
    if (heading.contains("inactive")) {
      return new Disks(0, 0);
    }
    Matcher matcher = STATUS.matcher(status);
    if (!matcher.find()) {
      throw new MalformedException("unexpected status in mdstat: " + status.strip());
    }
    return new Disks(Numbers.unsigned(matcher.group(2)), Numbers.unsigned(matcher.group(1)));
  }

  private static int count(String line, String part) {
    int count = 0;
    for (int at = line.indexOf(part); at >= 0; at = line.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }
}

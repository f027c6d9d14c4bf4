package io.tributary.exporters.unix.disk;

import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;

/// Numbers as bcache writes them for people: `512`, `1.5k`, `-20.0M`.
///
/// The part behind the point is no decimal fraction: it counts tenths as 1024 / 100, without
/// leading zeros, so that `.10` is more than `.9`.
///
/// Source: Linux `drivers/md/bcache/util.c`, `bch_hprint`; what node_exporter makes of it.
final class HumanSize {
  private static final String UNITS = "kMGTPEZY";
  private static final double KILO = 1024;
  private static final double FRACTION = 10.24;

  private HumanSize() {}

  static double parse(String text) throws MalformedException {
    if (text.startsWith("-")) {
      return -parse(text.substring(1));
    }
    int unit = text.isEmpty() ? -1 : UNITS.indexOf(text.charAt(text.length() - 1));
    if (unit < 0) {
      return Math.floor(Numbers.real(text));
    }
    String number = text.substring(0, text.length() - 1);
    int point = number.indexOf('.');
    double whole = Numbers.real(point < 0 ? number : number.substring(0, point));
    double part = point < 0 ? 0 : Numbers.real(number.substring(point + 1)) / FRACTION;
    return Math.floor((whole + part) * Math.pow(KILO, unit + 1));
  }
}

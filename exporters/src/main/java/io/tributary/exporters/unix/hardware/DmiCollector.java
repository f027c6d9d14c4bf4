package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the firmware says of the machine: read once, for it stays until the next boot. Serial
/// numbers are for root alone, and left out for others.
public final class DmiCollector implements Collector {
  private static final String HELP =
      "A metric with a constant '1' value labeled by bios_date, bios_release, bios_vendor,"
          + " bios_version, board_asset_tag, board_name, board_serial, board_vendor, board_version,"
          + " chassis_asset_tag, chassis_serial, chassis_vendor, chassis_version, product_family,"
          + " product_name, product_serial, product_sku, product_uuid, product_version,"
          + " system_vendor if provided by DMI.";

  /// Files, and labels but for the last.
  private static final List<String> FILES =
      List.of(
          "bios_date",
          "bios_release",
          "bios_vendor",
          "bios_version",
          "board_asset_tag",
          "board_name",
          "board_serial",
          "board_vendor",
          "board_version",
          "chassis_asset_tag",
          "chassis_serial",
          "chassis_vendor",
          "chassis_version",
          "product_family",
          "product_name",
          "product_serial",
          "product_sku",
          "product_uuid",
          "product_version",
          "sys_vendor");

  private final Tree id;
  private String @Nullable [] labels;

  public DmiCollector(Tree sys) {
    id = sys.in("class/dmi/id");
  }

  @Override
  public void collect(Families out) throws IOException {
    String[] known = labels;
    if (known == null) {
      known = read();
      labels = known;
    }
    if (known.length == 0) {
      throw new NoDataException("the firmware says nothing of the machine");
    }
    out.gauge("node_dmi_info", HELP, 1, known);
  }

  private String[] read() throws IOException {
    var read = new ArrayList<String>();
    for (String file : FILES) {
      String value = id.isPlainFile(file) ? id.attributeIfReadable(file) : null;
      if (value != null) {
        read.add(file.equals("sys_vendor") ? "system_vendor" : file);
        read.add(value);
      }
    }
    return read.toArray(String[]::new);
  }
}

package io.tributary.exporters.unix.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.exporters.unix.host.ErrnoException;
import io.tributary.exporters.unix.host.LibC;
import io.tributary.exporters.unix.host.Numbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The devices of the Btrfs file system that is mounted at a path.
///
/// Source: Linux `include/uapi/linux/btrfs.h`: `BTRFS_IOC_FS_INFO`, `BTRFS_IOC_DEV_INFO`,
/// `BTRFS_IOC_GET_DEV_STATS`; an ioctl's number has direction, size, magic and command in it.
@FunctionalInterface
interface BtrfsDevices {
  /// `uuid` is hexadecimal without dashes.
  record FileSystem(String uuid, List<BtrfsDevice> devices) {}

  int UUID_BYTES = 16;

  /// ```
  /// fs_info:   0 max id   8 device count   16 uuid
  /// dev_info:  0 id   8 uuid   24 bytes used   32 total bytes   3072 path
  /// dev_stats: 0 id   8 count   16 flags   24 write, read, flush, corruption, generation errors
  /// ```
  int FS_INFO_BYTES = 1024;

  int DEV_INFO_BYTES = 4096;
  int DEV_PATH_OFFSET = 3072;
  int DEV_STATS_BYTES = 1032;
  int ERROR_KINDS = 5;
  long FS_INFO = 0x8000_0000L | ((long) FS_INFO_BYTES << 16) | (0x94 << 8) | 31;
  long DEV_INFO = 0xC000_0000L | ((long) DEV_INFO_BYTES << 16) | (0x94 << 8) | 30;
  long DEV_STATS = 0xC000_0000L | ((long) DEV_STATS_BYTES << 16) | (0x94 << 8) | 52;

  /// Numbers of devices may have gaps, but no file system has more of them than this.
  long MAX_ID = 100_000;

  FileSystem of(Path mountPoint) throws IOException;

  /// Asks the kernel.
  static FileSystem ask(Path mountPoint) throws IOException {
    int folder = LibC.open(mountPoint.toString());
    try {
      ByteBuffer info = LibC.ioctl(folder, FS_INFO, new byte[FS_INFO_BYTES]);
      long maxId = Math.min(info.getLong(0), MAX_ID);
      long count = info.getLong(8);
      var devices = new ArrayList<BtrfsDevice>();
      for (long id = 0; id <= maxId && devices.size() < count; id++) {
        try {
          devices.add(
              device(
                  LibC.ioctl(folder, DEV_INFO, request(id, DEV_INFO_BYTES)),
                  LibC.ioctl(folder, DEV_STATS, statsRequest(id))));
        } catch (ErrnoException e) {
          if (e.errno() != ErrnoException.ENODEV) {
            throw e;
          }
        }
      }
      return new FileSystem(HexFormat.of().formatHex(bytes(info, 16, UUID_BYTES)), devices);
    } finally {
      LibC.close(folder);
    }
  }

  static BtrfsDevice device(ByteBuffer info, ByteBuffer stats) {
    int end = DEV_PATH_OFFSET;
    while (end < info.limit() && info.get(end) != 0) {
      end++;
    }
    byte[] path = bytes(info, DEV_PATH_OFFSET, end - DEV_PATH_OFFSET);
    double[] errors = new double[ERROR_KINDS];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Numbers.toDouble(stats.getLong(24 + i * Long.BYTES));
    }
    return new BtrfsDevice(
        new String(path, UTF_8),
        dashed(HexFormat.of().formatHex(bytes(info, 8, UUID_BYTES))),
        Numbers.toDouble(info.getLong(24)),
        Numbers.toDouble(info.getLong(32)),
        errors);
  }

  private static String dashed(String hex) {
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private static byte[] request(long id, int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putLong(0, id).array();
  }

  private static byte[] statsRequest(long id) {
    return ByteBuffer.wrap(request(id, DEV_STATS_BYTES))
        .order(ByteOrder.nativeOrder())
        .putLong(8, ERROR_KINDS)
        .array();
  }

  private static byte[] bytes(ByteBuffer from, int at, int length) {
    byte[] bytes = new byte[length];
    from.get(at, bytes);
    return bytes;
  }
}

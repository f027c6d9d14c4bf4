/// Files as the durable parts of the program see them.
///
/// [io.tributary.base.disk.Disk] is the only door to the file system for whatever must survive a
/// crash, so that the same code runs on the machine's file system and on a simulated disk that
/// tears writes, fills up and loses directory entries. [io.tributary.base.disk.DirectoryWatch] is
/// for files that others write: configuration, targets, secrets.
@org.jspecify.annotations.NullMarked
package io.tributary.base.disk;

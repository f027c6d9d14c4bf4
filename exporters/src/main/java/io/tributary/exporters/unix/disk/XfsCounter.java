package io.tributary.exporters.unix.disk;

import java.util.List;

/// A counter of XFS: the line that it is on, its place there, and its family.
///
/// Source: the names of http://xfs.org/index.php/Runtime_Stats.
record XfsCounter(String line, int index, String name, String help) {
  static final List<XfsCounter> ALL =
      List.of(
          new XfsCounter(
              "extent_alloc",
              0,
              "extent_allocation_extents_allocated_total",
              "Number of extents allocated for a filesystem."),
          new XfsCounter(
              "extent_alloc",
              1,
              "extent_allocation_blocks_allocated_total",
              "Number of blocks allocated for a filesystem."),
          new XfsCounter(
              "extent_alloc",
              2,
              "extent_allocation_extents_freed_total",
              "Number of extents freed for a filesystem."),
          new XfsCounter(
              "extent_alloc",
              3,
              "extent_allocation_blocks_freed_total",
              "Number of blocks freed for a filesystem."),
          new XfsCounter(
              "abt",
              0,
              "allocation_btree_lookups_total",
              "Number of allocation B-tree lookups for a filesystem."),
          new XfsCounter(
              "abt",
              1,
              "allocation_btree_compares_total",
              "Number of allocation B-tree compares for a filesystem."),
          new XfsCounter(
              "abt",
              2,
              "allocation_btree_records_inserted_total",
              "Number of allocation B-tree records inserted for a filesystem."),
          new XfsCounter(
              "abt",
              3,
              "allocation_btree_records_deleted_total",
              "Number of allocation B-tree records deleted for a filesystem."),
          new XfsCounter(
              "blk_map",
              0,
              "block_mapping_reads_total",
              "Number of block map for read operations for a filesystem."),
          new XfsCounter(
              "blk_map",
              1,
              "block_mapping_writes_total",
              "Number of block map for write operations for a filesystem."),
          new XfsCounter(
              "blk_map",
              2,
              "block_mapping_unmaps_total",
              "Number of block unmaps (deletes) for a filesystem."),
          new XfsCounter(
              "blk_map",
              3,
              "block_mapping_extent_list_insertions_total",
              "Number of extent list insertions for a filesystem."),
          new XfsCounter(
              "blk_map",
              4,
              "block_mapping_extent_list_deletions_total",
              "Number of extent list deletions for a filesystem."),
          new XfsCounter(
              "blk_map",
              5,
              "block_mapping_extent_list_lookups_total",
              "Number of extent list lookups for a filesystem."),
          new XfsCounter(
              "blk_map",
              6,
              "block_mapping_extent_list_compares_total",
              "Number of extent list compares for a filesystem."),
          new XfsCounter(
              "bmbt",
              0,
              "block_map_btree_lookups_total",
              "Number of block map B-tree lookups for a filesystem."),
          new XfsCounter(
              "bmbt",
              1,
              "block_map_btree_compares_total",
              "Number of block map B-tree compares for a filesystem."),
          new XfsCounter(
              "bmbt",
              2,
              "block_map_btree_records_inserted_total",
              "Number of block map B-tree records inserted for a filesystem."),
          new XfsCounter(
              "bmbt",
              3,
              "block_map_btree_records_deleted_total",
              "Number of block map B-tree records deleted for a filesystem."),
          new XfsCounter(
              "dir",
              0,
              "directory_operation_lookup_total",
              "Number of file name directory lookups which miss the operating systems"
                  + " directory name lookup cache."),
          new XfsCounter(
              "dir",
              1,
              "directory_operation_create_total",
              "Number of times a new directory entry was created for a filesystem."),
          new XfsCounter(
              "dir",
              2,
              "directory_operation_remove_total",
              "Number of times an existing directory entry was created for a filesystem."),
          new XfsCounter(
              "dir",
              3,
              "directory_operation_getdents_total",
              "Number of times the directory getdents operation was performed for a filesystem."),
          new XfsCounter(
              "ig",
              0,
              "inode_operation_attempts_total",
              "Number of times the OS looked for an XFS inode in the inode cache."),
          new XfsCounter(
              "ig",
              1,
              "inode_operation_found_total",
              "Number of times the OS looked for and found an XFS inode in the inode cache."),
          new XfsCounter(
              "ig",
              2,
              "inode_operation_recycled_total",
              "Number of times the OS found an XFS inode in the cache, but could not use"
                  + " it as it was being recycled."),
          new XfsCounter(
              "ig",
              3,
              "inode_operation_missed_total",
              "Number of times the OS looked for an XFS inode in the cache, but did not"
                  + " find it."),
          new XfsCounter(
              "ig",
              4,
              "inode_operation_duplicates_total",
              "Number of times the OS tried to add a missing XFS inode to the inode"
                  + " cache, but found it had already been added by another process."),
          new XfsCounter(
              "ig",
              5,
              "inode_operation_reclaims_total",
              "Number of times the OS reclaimed an XFS inode from the inode cache to free"
                  + " memory for another purpose."),
          new XfsCounter(
              "ig",
              6,
              "inode_operation_attribute_changes_total",
              "Number of times the OS explicitly changed the attributes of an XFS inode."),
          new XfsCounter(
              "rw",
              1,
              "read_calls_total",
              "Number of read(2) system calls made to files in a filesystem."),
          new XfsCounter(
              "rw",
              0,
              "write_calls_total",
              "Number of write(2) system calls made to files in a filesystem."),
          new XfsCounter(
              "vnodes",
              0,
              "vnode_active_total",
              "Number of vnodes not on free lists for a filesystem."),
          new XfsCounter(
              "vnodes",
              1,
              "vnode_allocate_total",
              "Number of times vn_alloc called for a filesystem."),
          new XfsCounter(
              "vnodes", 2, "vnode_get_total", "Number of times vn_get called for a filesystem."),
          new XfsCounter(
              "vnodes", 3, "vnode_hold_total", "Number of times vn_hold called for a filesystem."),
          new XfsCounter(
              "vnodes",
              4,
              "vnode_release_total",
              "Number of times vn_rele called for a filesystem."),
          new XfsCounter(
              "vnodes",
              5,
              "vnode_reclaim_total",
              "Number of times vn_reclaim called for a filesystem."),
          new XfsCounter(
              "vnodes",
              6,
              "vnode_remove_total",
              "Number of times vn_remove called for a filesystem."));
}

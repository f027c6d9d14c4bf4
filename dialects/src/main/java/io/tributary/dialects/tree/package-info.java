/// Builds River syntax trees from other files: what every dialect needs to become one.
///
/// [io.tributary.dialects.tree.BlockBuilder] collects the lines of a block,
/// [io.tributary.dialects.tree.Expressions] makes their values, and
/// [io.tributary.dialects.tree.Places] says where a node of YAML stands, so that whatever is found
/// in the tree later points into the file that the user wrote. Knows no dialect and no component.
@NullMarked
package io.tributary.dialects.tree;

import org.jspecify.annotations.NullMarked;

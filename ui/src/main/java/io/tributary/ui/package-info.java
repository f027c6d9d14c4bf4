/// The page that a running agent serves: its sources are beside the Java ones, in `page`, and the
/// profile `ui` of the build turns them into resources of this module.
///
/// [io.tributary.ui.PageFiles] finds them. A build without Node has none.
@NullMarked
package io.tributary.ui;

import org.jspecify.annotations.NullMarked;

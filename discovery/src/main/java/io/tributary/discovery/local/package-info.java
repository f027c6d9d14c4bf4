/// Files of this host as components: the content of one, `local.file`, and targets for those that a
/// pattern names, `local.file_match`.
@NullMarked
package io.tributary.discovery.local;

import org.jspecify.annotations.NullMarked;

/// How long a start takes with a backlog on the disk. Entry point:
/// [io.tributary.bench.backlog.BacklogStart].
@NullMarked
package io.tributary.bench.backlog;

import org.jspecify.annotations.NullMarked;

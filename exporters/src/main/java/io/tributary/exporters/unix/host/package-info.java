/// What every collector stands on: the contract ([io.tributary.exporters.unix.host.Collector]), the
/// kernel's files ([io.tributary.exporters.unix.host.Tree]), their numbers
/// ([io.tributary.exporters.unix.host.Numbers]), filters, and the few functions of the C library
/// that no file answers for ([io.tributary.exporters.unix.host.LibC]).
@NullMarked
package io.tributary.exporters.unix.host;

import org.jspecify.annotations.NullMarked;

/// The kill test: an agent under load is killed without warning again and again while its receiver
/// is up, down, hanging or flapping; afterwards every sample that the targets served is accounted
/// for. Entry point: [io.tributary.bench.kill.KillTest].
@NullMarked
package io.tributary.bench.kill;

import org.jspecify.annotations.NullMarked;

/// Arguments and blocks of them that components of every kind share, each read and shown in one
/// place: [io.tributary.component.block.RuleBlock], [io.tributary.component.block.FileArguments],
/// [io.tributary.component.block.RequestArguments].
///
/// Those that end in settings of the network are in `io.tributary.discovery.client`, as this module
/// knows nothing of it.
@NullMarked
package io.tributary.component.block;

import org.jspecify.annotations.NullMarked;

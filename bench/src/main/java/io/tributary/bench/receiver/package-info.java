/// The receiving side of the race and of the kill test: a process of its own that decodes every
/// request, counts samples, series, duplicates, disorder and bytes, and can be down, hang or
/// refuse. Entry point: [io.tributary.bench.receiver.Receiver].
///
/// Its decoder is written by hand for speed; `testkit`'s, which uses the reference classes, checks
/// it in a test.
@NullMarked
package io.tributary.bench.receiver;

import org.jspecify.annotations.NullMarked;

package io.tributary.wire.remotewrite;

/// The prepared form of a block or a layout in one protocol version; immutable, so destinations may
/// share it.
sealed interface Template permits Rw1Block, Rw2Template {
  /// Heap bytes, about.
  long heldBytes();
}

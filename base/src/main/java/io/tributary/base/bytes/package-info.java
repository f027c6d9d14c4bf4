/// Growable byte arrays and variable-length integers, as codecs use them, and digests.
@org.jspecify.annotations.NullMarked
package io.tributary.base.bytes;

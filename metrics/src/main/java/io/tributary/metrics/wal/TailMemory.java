package io.tributary.metrics.wal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The end of a segment that is not safe on the disk yet, in chunks outside the heap.
///
/// Offsets are those of the segment. Guarded by the lock of the log; the slices that it gives out
/// are written without the lock, so their bytes must not be released meanwhile.
final class TailMemory {
  static final int CHUNK_BYTES = 64 << 10;

  /// Free chunks, shared by the segments of a log.
  static final class Pool {
    /// Enough for what accumulates between two forces; more goes back to the system.
    private static final int MAX_FREE = 8;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    Pool() {}

    private ByteBuffer take() {
      var chunk = free.poll();
      if (chunk != null) {
        return chunk;
      }
      try {
        return ByteBuffer.allocateDirect(CHUNK_BYTES);
      } catch (OutOfMemoryError _) {
        // The JVM's limit on direct memory, which is not the heap's.
        return ByteBuffer.allocate(CHUNK_BYTES);
      }
    }

    long bytes() {
      return (long) free.size() * CHUNK_BYTES;
    }

    private void give(ByteBuffer chunk) {
      if (chunk.isDirect() && free.size() < MAX_FREE) {
        free.push(chunk);
      }
    }
  }

  private final Pool pool;
  private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>();
  private long firstChunk;
  private long end;

  TailMemory(Pool pool) {
    this.pool = pool;
  }

  void append(byte[] from, int length) {
    int at = 0;
    while (at < length) {
      int inChunk = (int) (end - firstChunk) % CHUNK_BYTES;
      if (inChunk == 0 && end - firstChunk == (long) chunks.size() * CHUNK_BYTES) {
        chunks.add(pool.take());
      }
      int count = Math.min(length - at, CHUNK_BYTES - inChunk);
      chunks.getLast().put(inChunk, from, at, count);
      at += count;
      end += count;
    }
  }

  /// Copies bytes from `offset` on, which must be held, up to `most` or the end.
  int copy(long offset, byte[] to, int at, int most) {
    int copied = 0;
    long chunkStart = firstChunk;
    for (ByteBuffer chunk : chunks) {
      long from = offset + copied;
      if (from < chunkStart + CHUNK_BYTES && from < end && copied < most) {
        int inChunk = (int) (from - chunkStart);
        int count = (int) Math.min(Math.min(CHUNK_BYTES - inChunk, end - from), most - copied);
        chunk.get(inChunk, to, at + copied, count);
        copied += count;
      }
      chunkStart += CHUNK_BYTES;
    }
    return copied;
  }

  /// The bytes between two offsets, which must be held, as views.
  List<ByteBuffer> slices(long from, long to) {
    var slices = new ArrayList<ByteBuffer>();
    long chunkStart = firstChunk;
    for (ByteBuffer chunk : chunks) {
      long first = Math.max(from, chunkStart);
      long last = Math.min(to, chunkStart + CHUNK_BYTES);
      if (first < last) {
        slices.add(chunk.slice((int) (first - chunkStart), (int) (last - first)));
      }
      chunkStart += CHUNK_BYTES;
    }
    return slices;
  }

  /// Lets go of whole chunks before `offset`.
  void release(long offset) {
    while (!chunks.isEmpty() && firstChunk + CHUNK_BYTES <= offset) {
      pool.give(chunks.remove());
      firstChunk += CHUNK_BYTES;
    }
    if (offset >= end) {
      chunks.forEach(pool::give);
      chunks.clear();
      firstChunk = end;
    }
  }
}

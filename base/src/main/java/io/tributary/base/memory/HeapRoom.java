package io.tributary.base.memory;

/// Whether the heap has room for what is about to be built. An answer and not a reservation: it
/// keeps the process from ending for want of memory where one target or one page can be refused
/// instead.
public interface HeapRoom {
  /// Room for everything: for tests, and where nothing large is built.
  HeapRoom PLENTY =
      new HeapRoom() {
        @Override
        public boolean isScarce() {
          return false;
        }

        @Override
        public boolean has(long bytes) {
          return true;
        }
      };

  /// Whether living objects nearly fill the heap. Cheap; callable from any thread.
  boolean isScarce();

  /// Whether `bytes` more fit and leave a reserve. May collect garbage to find out, so it is not
  /// for threads that others wait for.
  boolean has(long bytes);

  /// Says that about `bytes` which may have outlived many collections are garbage from now on.
  default void letGo(long bytes) {}
}

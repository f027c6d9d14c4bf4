package io.tributary.net.scrape;

import java.util.Arrays;

/// A binary heap of timers that know their own place, so that moving or removing one is as cheap as
/// adding it and allocates nothing.
final class TimerHeap {
  /// What a heap holds; in at most one heap at a time.
  static class Node {
    private long atNanos;
    private int place = -1;
  }

  private Node[] nodes = new Node[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  long nextNanos() {
    return nodes[0].atNanos;
  }

  /// Adds the node, or moves it to its new time.
  void set(Node node, long atNanos) {
    node.atNanos = atNanos;
    if (node.place < 0) {
      if (size == nodes.length) nodes = Arrays.copyOf(nodes, size * 2);
      put(node, size++);
      up(node.place);
    } else {
      up(node.place);
      down(node.place);
    }
  }

  void remove(Node node) {
    int place = node.place;
    if (place < 0) return;
    var last = nodes[--size];
    if (last != node) {
      put(last, place);
      up(place);
      down(last.place);
    }
    node.place = -1;
  }

  /// Takes the earliest node out.
  Node poll() {
    var first = nodes[0];
    remove(first);
    return first;
  }

  private void put(Node node, int place) {
    nodes[place] = node;
    node.place = place;
  }

  private void up(int from) {
    int place = from;
    var node = nodes[place];
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      // Differences, not values: the clock's origin is arbitrary.
      if (nodes[parent].atNanos - node.atNanos <= 0) break;
      put(nodes[parent], place);
      place = parent;
    }
    put(node, place);
  }

  private void down(int from) {
    int place = from;
    var node = nodes[place];
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && nodes[child + 1].atNanos - nodes[child].atNanos < 0) child++;
      if (node.atNanos - nodes[child].atNanos <= 0) break;
      put(nodes[child], place);
      place = child;
    }
    put(node, place);
  }
}

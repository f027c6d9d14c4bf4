package io.tributary.runtime.link;

/// A reference of one node to another. `field` is what of the other's exports is read, with its
/// dots; empty for all of them.
public record Link(String target, String field) {}

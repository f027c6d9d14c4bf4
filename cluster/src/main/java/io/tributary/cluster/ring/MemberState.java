package io.tributary.cluster.ring;

/// What a member of the ring is doing. In the order of their numbers in the store.
///
/// Source: grafana/dskit `ring/ring.proto`.
public enum MemberState {
  ACTIVE,
  LEAVING,
  PENDING,
  JOINING,
  LEFT
}

package io.tributary.cluster.ring;

import java.util.List;

/// An agent in the ring, as it last described itself.
///
/// @param id unique in the ring
/// @param address `host:port`, where others reach it; who has this address owns what this member
///   owns
/// @param heartbeatSeconds Unix time of its last sign of life
/// @param tokens its places on the ring, unsigned 32-bit numbers, ascending
/// @param zone empty where zones play no part
/// @param registeredSeconds Unix time of its registration; 0 where it is not known
public record RingMember(
    String id,
    String address,
    long heartbeatSeconds,
    MemberState state,
    List<Long> tokens,
    String zone,
    long registeredSeconds) {
  public RingMember {
    tokens = List.copyOf(tokens);
  }

  /// Whether it gave a sign of life in the last `timeoutSeconds`; 0 is for ever.
  public boolean isAlive(long nowSeconds, long timeoutSeconds) {
    return timeoutSeconds == 0 || nowSeconds - heartbeatSeconds <= timeoutSeconds;
  }

  public RingMember withHeartbeat(long seconds) {
    return new RingMember(id, address, seconds, state, tokens, zone, registeredSeconds);
  }
}

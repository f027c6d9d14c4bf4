package io.tributary.cluster.service;

import java.util.List;

/// The ring for people: what `/debug/ring` shows.
///
/// @param nowMs when it was made, in milliseconds of Unix time
public record RingReport(long nowMs, List<Member> members, List<Configuration> configurations) {
  public RingReport {
    members = List.copyOf(members);
    configurations = List.copyOf(configurations);
  }

  /// @param state as in the ring, or `UNHEALTHY` where nothing has been heard of it for too long
  /// @param registeredSeconds 0 where it is not known
  /// @param share of all keys, between 0 and 1
  public record Member(
      String id,
      String state,
      String address,
      String zone,
      long heartbeatSeconds,
      long registeredSeconds,
      List<Long> tokens,
      double share) {
    public Member {
      tokens = List.copyOf(tokens);
    }
  }

  /// @param key where it lies on the ring
  /// @param owner id of the member that runs it; empty where nobody can
  public record Configuration(String name, long key, String owner) {}
}

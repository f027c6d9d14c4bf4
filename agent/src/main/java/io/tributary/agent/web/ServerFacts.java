package io.tributary.agent.web;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What does not change while the process runs, for the status endpoints.
///
/// `features` maps a category to its features and whether each is on. `storageRetention` says how
/// long unsent samples are kept, in words for people.
public record ServerFacts(
    long startMs,
    String hostName,
    String storageRetention,
    Map<String, String> flags,
    SortedMap<String, SortedMap<String, Boolean>> features) {

  public ServerFacts {
    flags = Map.copyOf(flags);
    features = new TreeMap<>(features);
  }
}

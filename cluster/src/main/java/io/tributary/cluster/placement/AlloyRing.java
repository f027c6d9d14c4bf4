package io.tributary.cluster.placement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The hash ring of Alloy's clusters: 512 tokens for each node, made of its name alone. Here it is
/// where the search for an owner begins; with nodes and targets that weigh alike it is the owner.
///
/// Immutable.
///
/// Source: grafana/ckit `internal/chash/ring.go`, `shard/shard.go`.
public final class AlloyRing {
  private static final int TOKENS = 512;

  private final List<String> nodes;
  private final Map<String, long[]> tokensOf;

  // Both in the order of the tokens as unsigned numbers; of equal ones, the lower name comes first.
  // Tokens are kept with their highest bit flipped, so that they sort as signed numbers.
  private final long[] tokens;
  private final int[] owners;

  private AlloyRing(Collection<String> names, Map<String, long[]> known) {
    nodes = List.copyOf(new TreeSet<>(names));
    tokensOf = HashMap.newHashMap(nodes.size());
    tokens = new long[nodes.size() * TOKENS];
    owners = new int[tokens.length];
    for (int i = 0; i < nodes.size(); i++) {
      long[] made = known.computeIfAbsent(nodes.get(i), AlloyRing::tokens);
      tokensOf.put(nodes.get(i), made);
      System.arraycopy(made, 0, tokens, i * TOKENS, TOKENS);
    }
    Arrays.sort(tokens);
    assignOwners();
  }

  public static AlloyRing of(Collection<String> nodes) {
    return new AlloyRing(nodes, new HashMap<>());
  }

  /// A ring of other nodes, which costs less where they are mostly the same ones.
  public AlloyRing with(Collection<String> others) {
    return new AlloyRing(others, new HashMap<>(tokensOf));
  }

  private void assignOwners() {
    Arrays.fill(owners, -1);
    for (int node = 0; node < nodes.size(); node++) {
      for (long token : tokensOf.getOrDefault(nodes.get(node), new long[0])) {
        int at = firstAtOrAfter(token);
        while (owners[at] >= 0) {
          at++;
        }
        owners[at] = node;
      }
    }
  }

  /// Token i is the hash of the name and the bytes 0 to i.
  private static long[] tokens(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] fed = Arrays.copyOf(text, text.length + TOKENS);
    long[] made = new long[TOKENS];
    for (int i = 0; i < TOKENS; i++) {
      fed[text.length + i] = (byte) i;
      made[i] = Xxh64.of(fed, text.length + i + 1) ^ Long.MIN_VALUE;
    }
    return made;
  }

  /// In the order of their names, without duplicates.
  public List<String> nodes() {
    return nodes;
  }

  int tokenCount() {
    return tokens.length;
  }

  /// The index of the first token that is not below the key, going round.
  int search(long key) {
    int at = firstAtOrAfter(key ^ Long.MIN_VALUE);
    return at == tokens.length ? 0 : at;
  }

  private int firstAtOrAfter(long flipped) {
    int low = 0;
    int high = tokens.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens[middle] < flipped) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The node behind a token, as its place in [#nodes].
  int nodeAt(int token) {
    return owners[token];
  }

  /// The node that owns a key. The ring must not be empty.
  public String owner(long key) {
    return nodes.get(owners[search(key)]);
  }

  /// The first `count` different nodes for a key, or all where there are fewer.
  public List<String> owners(long key, int count) {
    var found = new ArrayList<String>();
    int start = tokens.length == 0 ? 0 : search(key);
    for (int i = 0; i < tokens.length && found.size() < count; i++) {
      String node = nodes.get(owners[(start + i) % tokens.length]);
      if (!found.contains(node)) {
        found.add(node);
      }
    }
    return found;
  }
}

package io.tributary.agent.security;

import io.tributary.agent.security.KeyPairs.Pair;
import java.util.List;

/// A configuration with canaries in the places of its secrets; `echo` is the port of an
/// [EchoServer].
abstract class PlantedSecrets {
  final Canaries canaries;
  final int echo;
  final List<Pair> pairs;

  PlantedSecrets(Canaries canaries, int echo, List<Pair> pairs) {
    this.canaries = canaries;
    this.echo = echo;
    this.pairs = pairs;
  }

  final String canary(String where, String what) {
    return canaries.next(where + " " + what);
  }

  final String certificate() {
    return quoted(pairs.getFirst().certificate());
  }

  final String key(String where) {
    return quoted(canaries.adopt(where + " key", pairs.getFirst().key()));
  }

  static String quoted(String text) {
    return '"' + text.replace("\n", "\\n") + '"';
  }
}

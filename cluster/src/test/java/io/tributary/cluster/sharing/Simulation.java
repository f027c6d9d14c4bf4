package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.placement.Load;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/// A cluster on which all kinds of things happen, one after the other, all from one seed.
final class Simulation {
  final SimTime time = new SimTime();
  final SimLedger ledger = new SimLedger(time, this::isKnown);
  final SimNetwork network;
  final Map<String, SimAgent> agents = new LinkedHashMap<>();
  final Map<String, Integer> happened = new TreeMap<>();
  private final Random random;
  private final int mostAgents;
  private final List<Long> keys = new ArrayList<>();
  private final Map<Long, Cost> costs = new HashMap<>();
  private int born;
  private int skewMinutes;
  private Optional<SimLeases> leases = Optional.empty();

  Simulation(long seed, int agents, int targets, boolean hasGiant) {
    random = new Random(seed);
    network = new SimNetwork(time, random);
    mostAgents = agents;
    for (int i = 0; i < targets; i++) {
      addTarget();
    }
    if (hasGiant) {
      double total = keys.stream().mapToDouble(key -> Load.of(cost(key))).sum();
      long series = (long) (total * 3 / 7);
      costs.put(keys.getFirst(), new Cost(series, series * 100));
    }
  }

  /// Agents have a store from now on.
  SimLeases withStore() {
    var store = new SimLeases(time, random);
    leases = Optional.of(store);
    return store;
  }

  void skewed(int minutes) {
    skewMinutes = minutes;
  }

  private long addTarget() {
    long key = random.nextLong();
    long series = (long) Math.min(20 / Math.pow(1 - random.nextDouble(), 0.8), 5000);
    keys.add(key);
    costs.put(key, new Cost(series, series * 100));
    return key;
  }

  private Cost cost(long key) {
    return costs.getOrDefault(key, Cost.UNKNOWN);
  }

  void run(long forMs) {
    time.runUntil(time.nowMs() + forMs);
  }

  SimAgent join(String name) {
    long ahead = skewMinutes == 0 ? 0 : random.nextLong(-skewMinutes, skewMinutes + 1) * 60_000;
    var agent =
        new SimAgent(
            name,
            time,
            network,
            ledger,
            this::cost,
            _ -> random.nextInt(500) > 0,
            ahead,
            "digest",
            leases,
            new Random(random.nextLong()));
    agents.put(name, agent);
    agent.offer(keys());
    return agent;
  }

  SimAgent joinNew() {
    return join("agent-" + born++);
  }

  private List<SimAgent> living() {
    return agents.values().stream().filter(agent -> !agent.isDead).toList();
  }

  private SimAgent any() {
    List<SimAgent> living = living();
    return living.get(random.nextInt(living.size()));
  }

  String anyName() {
    return any().name;
  }

  /// Something of these, on an agent that chance chooses. Whether the cluster is parted now.
  boolean happen(List<String> kinds) {
    agents.values().removeIf(agent -> agent.isDead);
    String kind = kinds.get(random.nextInt(kinds.size()));
    boolean isSmall = living().size() <= Math.max(3, mostAgents / 2);
    boolean isLarge = living().size() >= mostAgents;
    if (isSmall && (kind.equals("leave") || kind.equals("kill"))) {
      kind = "join";
    } else if (isLarge && kind.equals("join")) {
      kind = "leave";
    }
    happened.merge(kind, 1, Integer::sum);
    switch (kind) {
      case "join" -> joinNew();
      case "leave" -> any().leave();
      case "kill" -> any().crash();
      case "restart" -> restart(any());
      case "targets" -> changeTargets();
      case "costs" -> changeCosts();
      case "lose" -> lose(any());
      case "slow" -> any().sharing.weight(random.nextBoolean() ? 0.3 : 1);
      case "sleep" -> any().sleep(20_000 + random.nextInt(60_000));
      case "split" -> split();
      case "oneway" -> breakOneWay();
      case "late" -> network.extraDelay(random.nextInt(400));
      default -> throw new IllegalStateException(kind);
    }
    return !network.isWhole();
  }

  private void restart(SimAgent agent) {
    agent.leave();
    rejoin(agent, 0);
  }

  private void rejoin(SimAgent agent, int attempts) {
    time.at(
        time.nowMs() + 3000,
        () -> {
          if (agent.isDead && attempts > 0) {
            join(agent.name);
          } else {
            rejoin(agent, attempts + 1);
          }
        });
  }

  private void changeTargets() {
    var dropped = new TreeSet<Long>();
    for (int i = 0; i < 1 + keys.size() / 1000; i++) {
      int at = 1 + random.nextInt(keys.size() - 1);
      Collections.swap(keys, at, keys.size() - 1);
      dropped.add(keys.removeLast());
    }
    for (int i = 0; i < 1 + keys.size() / 1000; i++) {
      addTarget();
    }
    List<Long> now = keys();
    for (SimAgent agent : living()) {
      // Each agent's discovery notices at a moment of its own.
      time.at(
          time.nowMs() + random.nextInt(3000),
          () -> {
            if (!agent.isDead) {
              agent.offer(now);
            }
          });
    }
    time.at(time.nowMs() + 3001, () -> dropped.forEach(ledger::gone));
  }

  /// What others have been offered, one agent's discovery does not find, and most times later on.
  private void lose(SimAgent agent) {
    int kind = random.nextInt(4);
    List<Long> some = keys.stream().filter(_ -> kind == 0 || random.nextInt(20) == 0).toList();
    agent.lose(some);
    if (kind < 3) {
      time.at(time.nowMs() + 100 + random.nextInt(60_000), () -> findAgain(agent));
    }
  }

  private static void findAgain(SimAgent agent) {
    if (!agent.isDead) {
      agent.lose(List.of());
    }
  }

  /// Nothing is parted, late or not found any more.
  void settle(long forMs) {
    heal();
    living().forEach(Simulation::findAgain);
    run(forMs);
    ledger.settleAtEnd(keys);
  }

  private boolean isKnown(long key) {
    return agents.values().stream().anyMatch(agent -> agent.knows(key));
  }

  private void changeCosts() {
    for (long key : keys) {
      if (random.nextInt(10) == 0) {
        Cost before = cost(key);
        long series = Math.max(1, (long) (before.series() * random.nextDouble(0.7, 1.4)));
        costs.put(key, new Cost(series, series * 100));
      }
    }
  }

  private void parted() {
    ledger.isWhole = false;
  }

  private void split() {
    parted();
    List<String> names = new ArrayList<>(network.names());
    Collections.shuffle(names, random);
    int parts = 2 + random.nextInt(2);
    for (int i = 0; i < names.size(); i++) {
      for (int j = 0; j < names.size(); j++) {
        if (i % parts != j % parts) {
          network.breakLink(names.get(i), names.get(j));
        }
      }
    }
  }

  private void breakOneWay() {
    parted();
    String lonely = any().name;
    for (String other : network.names()) {
      if (!other.equals(lonely) && random.nextInt(3) > 0) {
        network.breakLink(lonely, other);
      }
    }
  }

  void heal() {
    if (!network.isWhole()) {
      network.heal();
      ledger.isWhole = true;
      ledger.wholeSinceMs = time.nowMs();
    }
    network.extraDelay(0);
  }

  /// What discovery finds.
  List<Long> keys() {
    return keys.stream().sorted().toList();
  }

  /// How much the busiest agent bears, compared with the best that there can be.
  double busiest() {
    double total = 0;
    double largest = 0;
    for (long key : keys) {
      total += Load.of(cost(key));
      largest = Math.max(largest, Load.of(cost(key)));
    }
    double busiest = 0;
    for (SimAgent agent : living()) {
      busiest =
          Math.max(busiest, agent.keys().stream().mapToDouble(key -> Load.of(cost(key))).sum());
    }
    return busiest / Math.max(total / living().size(), largest);
  }

  String summary() {
    return """
    agents %s, targets %s, simulated %s h
    happened   %s
    takes      %s
    missed in a row, planned moves  %s
    missed in a row, crashes        %s
    scraped twice                   %s, of these while nothing was parted %s; for %s ms at most
    behind what was written         %s
    vanished on the way             %s
    ended by their owners           %s, of these while others had them %s
    busiest agent / best possible   %.3f
    messages   %s, %s MB
    violations %s\
    """
        .formatted(
            living().size(),
            keys.size(),
            time.nowMs() / 3_600_000,
            happened,
            ledger.takes,
            ledger.missedPlanned,
            ledger.missedCrash,
            ledger.doubled,
            ledger.doubledWhileWhole,
            ledger.longestShareMs,
            ledger.outOfOrder,
            ledger.ghosts,
            ledger.ended,
            ledger.endedLiving,
            busiest(),
            network.messages,
            network.bytes / 1_000_000,
            ledger.violations.size());
  }
}

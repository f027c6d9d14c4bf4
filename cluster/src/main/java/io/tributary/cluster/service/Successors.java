package io.tributary.cluster.service;

import io.tributary.base.time.Clock;
import io.tributary.net.grpc.GrpcException;
import io.tributary.net.grpc.GrpcStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// The agents that are to go on with configurations of this one, and what they have begun with.
/// Each is asked once a second, until it has begun with everything.
///
/// One that cannot say, because it is of the original, and one that nobody can reach, because its
/// door is open to its own host alone, are waited for no longer: all that can be known of them is
/// the time.
///
/// Thread-safe. Holds an entry for each agent that something waits for.
final class Successors {
  /// Between two questions to one agent.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /// Of one question. What is not asked now is asked when these are answered.
  static final int MOST_NAMES = 1_000;

  static final int MOST_CHARACTERS = 1 << 18;

  /// Questions that an agent may leave without an answer, where nothing is heard of it at all.
  private static final int MOST_FAILURES = 3;

  private final AgentCalls calls;
  private final Clock clock;
  private final Executor executor;
  private final Runnable wake;

  /// By address. Guarded by this.
  private final Map<String, Successor> all = new HashMap<>();

  private static final class Successor {
    final Set<String> begun = new HashSet<>();

    /// What it was asked about while there was more than a question takes: the rest comes first.
    final Set<String> turn = new HashSet<>();

    boolean isAsked;
    boolean isSilent;
    int failures;
    long askNanos;
  }

  /// `executor` has a thread for each question; `wake` is run when there is an answer.
  Successors(AgentCalls calls, Clock clock, Executor executor, Runnable wake) {
    this.calls = calls;
    this.clock = clock;
    this.executor = executor;
    this.wake = wake;
  }

  /// Which of the names that wait for an agent, by its address, it has begun with, or cannot be
  /// asked about. What is left is asked.
  Set<String> haveBegun(Map<String, List<String>> waiting) {
    var begun = new HashSet<String>();
    var questions = new ArrayList<Runnable>();
    synchronized (this) {
      all.keySet().retainAll(waiting.keySet());
      waiting.forEach((address, names) -> {
        Successor successor = all.computeIfAbsent(address, _ -> first());
        var left = new ArrayList<String>();
        for (String name : names) {
          if (successor.isSilent || successor.begun.contains(name)) {
            begun.add(name);
          } else {
            left.add(name);
          }
        }
        successor.begun.retainAll(begun);
        if (!left.isEmpty() && !successor.isAsked && clock.nanos() - successor.askNanos >= 0) {
          successor.isAsked = true;
          List<String> question = question(left, successor.turn);
          questions.add(() -> ask(address, successor, question));
        }
      });
    }
    questions.forEach(executor::execute);
    return begun;
  }

  private Successor first() {
    var successor = new Successor();
    successor.askNanos = clock.nanos();
    return successor;
  }

  private static List<String> question(List<String> left, Set<String> turn) {
    if (turn.containsAll(left)) {
      turn.clear();
    }
    Stream<String> fresh = left.stream().filter(name -> !turn.contains(name));
    Stream<String> others = left.stream().filter(turn::contains);
    List<String> question = first(Stream.concat(fresh, others).toList());
    turn.addAll(question);
    return question;
  }

  /// As many as fit into a question.
  private static List<String> first(List<String> names) {
    var some = new ArrayList<String>();
    int characters = 0;
    for (String name : names) {
      characters += name.length();
      if (some.size() == MOST_NAMES || (characters > MOST_CHARACTERS && !some.isEmpty())) {
        break;
      }
      some.add(name);
    }
    return some;
  }

  private void ask(String address, Successor successor, List<String> names) {
    Optional<Set<String>> answer = Optional.of(Set.of());
    boolean hasFailed = false;
    try {
      answer = calls.begun(address, names, TIMEOUT);
    } catch (GrpcException e) {
      // Whoever is late may have too much to do just now: that is what there is to wait for.
      hasFailed = e.status() != GrpcStatus.DEADLINE_EXCEEDED;
    } catch (IOException | RuntimeException e) {
      // An address that is none, too: whatever stands in the ring gets here.
      hasFailed = true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    answered(successor, names, answer, hasFailed);
    wake.run();
  }

  private synchronized void answered(
      Successor successor, List<String> names, Optional<Set<String>> answer, boolean hasFailed) {
    successor.isAsked = false;
    successor.failures = hasFailed ? successor.failures + 1 : 0;
    successor.isSilent = answer.isEmpty() || successor.failures >= MOST_FAILURES;
    answer.ifPresent(successor.begun::addAll);
    boolean hasBegunAll = successor.begun.containsAll(names);
    successor.askNanos = clock.nanos() + (hasBegunAll ? 0 : PAUSE.toNanos());
  }

  /// When [#haveBegun] has something to ask.
  synchronized long nextNanos() {
    long now = clock.nanos();
    long wait = Duration.ofHours(1).toNanos();
    for (Successor successor : all.values()) {
      if (!successor.isAsked) {
        wait = Math.min(wait, successor.askNanos - now);
      }
    }
    return now + Math.max(0, wait);
  }
}

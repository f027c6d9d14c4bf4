package io.tributary.cluster.discovery;

import io.tributary.cluster.discovery.Note.Want;
import io.tributary.cluster.discovery.SharedUnit.Surroundings;
import java.time.Duration;
import java.util.List;

/// What was found of a unit, asked for until somebody has answered.
///
/// Owned by the loop.
final class Question {
  /// Who knows nothing of a unit asks again.
  static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final String unit;
  private final Surroundings surroundings;
  private final Findings findings;
  private boolean isOpen;
  private long askedNanos;
  private String whom = "";
  private int times;

  Question(String unit, Surroundings surroundings, Findings findings) {
    this.unit = unit;
    this.surroundings = surroundings;
    this.findings = findings;
  }

  void answered() {
    isOpen = false;
  }

  /// Every part of what began before this agent listened has a gap before it: it asks once.
  ///
  /// @param next whom; empty for anybody who knows
  void ask(String next) {
    boolean isAsked = isOpen && next.equals(whom);
    isOpen = true;
    whom = next;
    if (!isAsked || isOverdue()) {
      send();
    }
  }

  /// Called every few seconds.
  void tick() {
    if (isOpen && isOverdue()) {
      send();
    }
  }

  private boolean isOverdue() {
    return surroundings.nanos() - askedNanos >= ASK_AGAIN.toNanos();
  }

  /// Where nothing is known, others in turn, too: who has run it until now, or knows what was
  /// found.
  private void send() {
    askedNanos = surroundings.nanos();
    List<String> members = surroundings.members(unit);
    int turn = times++;
    boolean asksAnybody = whom.isEmpty() || (!findings.isKnown() && turn % 2 == 1);
    if (!asksAnybody) {
      surroundings.send(List.of(whom), new Want(unit));
    } else if (!members.isEmpty()) {
      surroundings.send(List.of(members.get(turn / 2 % members.size())), new Want(unit));
    }
  }
}

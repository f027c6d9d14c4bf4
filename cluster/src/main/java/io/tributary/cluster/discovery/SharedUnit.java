package io.tributary.cluster.discovery;

import io.tributary.cluster.discovery.DiscoveryStatus.Role;
import io.tributary.cluster.discovery.Note.Found;
import io.tributary.cluster.discovery.Note.State;
import io.tributary.model.labels.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A discovery unit on one agent: its components there, of which the first may run the discovery,
/// and what is known of it.
///
/// Owned by the loop, but for [#status].
final class SharedUnit {
  /// Who has been told nothing at all for so long discovers for itself until it is.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /// The same for one that knows what was found before.
  static final Duration SILENCE = Duration.ofMinutes(2);

  /// The shortest time between two results that others are told of.
  static final Duration SPACING = Duration.ofSeconds(1);

  /// In a row, and another agent is to try.
  static final int MAX_FAILURES = 3;

  static final Duration UNFIT_FOR = Duration.ofMinutes(10);

  private final UnitKey key;
  private final Surroundings surroundings;
  private final TargetPack pack;
  private final List<Local> locals = new ArrayList<>();
  private final Findings findings = new Findings();
  private final Question question;
  private volatile @Nullable DiscoveryStatus status;

  /// Null while this agent does not run the discovery.
  private @Nullable Own own;

  private String elected = "";
  private long electedMs;

  /// Whether the elected agent, another one, has told what it found.
  private boolean hasHeard;

  /// When the elected agent was last heard of, or this began to wait for it.
  private long heardNanos;

  /// What the agent that runs the discovery says of it.
  private String problem = "";

  private boolean isUnfit;
  private long unfitNanos;

  /// What a unit needs of its agent.
  interface Surroundings {
    String self();

    long nanos();

    long wallMs();

    long random();

    void after(Duration delay, Runnable task);

    void send(List<String> nodes, Note note);

    /// Other agents that have the unit.
    List<String> members(String unit);

    /// That this agent is fit for a unit now, or is not any more.
    void fitnessChanged();

    void began();
  }

  /// A component of this agent.
  record Local(Finder finder) {}

  SharedUnit(UnitKey key, Surroundings surroundings, TargetPack pack) {
    this.key = key;
    this.surroundings = surroundings;
    this.pack = pack;
    question = new Question(key.text(), surroundings, findings);
    heardNanos = surroundings.nanos();
    electedMs = surroundings.wallMs();
  }

  void add(Local local) {
    locals.add(local);
    Own running = own;
    if (running != null && running.publication.isPublished()) {
      // What is too large is not kept: the next result tells this one, too.
      if (!running.publication.isTooLarge()) {
        local.finder.found(running.publication.targets());
      }
    } else if (findings.isKnown()) {
      local.finder.found(findings.targets());
    }
  }

  /// Whether any is left.
  boolean remove(Local local) {
    locals.remove(local);
    Own running = own;
    if (running != null && running.local == local) {
      local.finder.stop();
      own = null;
      if (!locals.isEmpty()) {
        begin(running.isAlone);
      }
    }
    return !locals.isEmpty();
  }

  void stop() {
    Own running = own;
    own = null;
    if (running != null) {
      running.local.finder.stop();
    }
  }

  boolean isUnfit() {
    return isUnfit;
  }

  private boolean isSelf() {
    return elected.equals(surroundings.self());
  }

  /// Another agent is to run the discovery, or this one.
  void elect(String next) {
    if (next.equals(elected)) {
      return;
    }
    elected = next;
    electedMs = surroundings.wallMs();
    heardNanos = surroundings.nanos();
    hasHeard = false;
    question.answered();
    Own running = own;
    if (!isSelf()) {
      if (running != null && !running.publication.isPublished()) {
        stop(); // nobody knows anything of it
      }
      question.ask(elected);
    } else if (running == null) {
      begin(false);
      if (!findings.isKnown()) {
        question.ask(""); // somebody may know what the last one found
      }
    } else {
      running.isAlone = false;
      tellAll(running);
    }
    show();
  }

  private void begin(boolean isAlone) {
    problem = "";
    Local first = locals.getFirst();
    own = new Own(first, new Publication(key.text(), surroundings.random(), pack), isAlone);
    if (!isAlone) {
      surroundings.began();
    }
    first.finder.start();
    show();
  }

  /// Nobody tells this agent anything that it could use.
  void goAlone() {
    question.answered();
    if (own == null) {
      begin(true);
    }
  }

  void publish(Local local, List<Labels> targets, String why) {
    Own running = own;
    if (running == null || running.local != local) {
      return;
    }
    running.failures = 0;
    boolean isFirst = !running.isPending();
    running.pending(targets, why);
    if (isFirst) {
      surroundings.after(running.delay(surroundings.nanos()), () -> flush(running));
    }
  }

  private void flush(Own running) {
    List<Labels> targets = running.takePending();
    if (targets == null || own != running) {
      return;
    }
    running.told(surroundings.nanos());
    State before = running.state();
    running.problem = running.pendingProblem();
    List<Note> notes = running.publication.change(targets);
    State after = running.state();
    question.answered();
    findings.forget();
    if (!running.isAlone) {
      tell(notes);
      if (!after.problem().equals(before.problem()) || after.isTooLarge() != before.isTooLarge()) {
        tell(List.of(after));
      }
    }
    tellLocals(running, targets);
    show();
  }

  private void tellLocals(Own running, List<Labels> targets) {
    for (Local local : locals) {
      if (local != running.local) {
        local.finder.found(targets);
        tellProblem(local, surroundings.self(), running.problem);
      }
    }
  }

  private static void tellProblem(Local local, String node, String why) {
    if (!why.isEmpty()) {
      local.finder.failed(node + ", which discovers for the cluster: " + why);
    }
  }

  void failed(Local local, String why) {
    Own running = own;
    if (running == null || running.local != local) {
      return;
    }
    running.failures++;
    boolean isNews = !running.problem.equals(why);
    running.problem = why;
    if (isNews && !running.isAlone) {
      tell(List.of(running.state()));
    }
    locals.stream()
        .filter(other -> other != local)
        .forEach(other -> tellProblem(other, surroundings.self(), why));
    show();
    if (running.failures >= MAX_FAILURES && !running.isAlone) {
      unfitNanos = surroundings.nanos();
      if (!isUnfit) {
        isUnfit = true;
        surroundings.fitnessChanged();
      }
    }
  }

  private void tellAll(Own running) {
    tell(running.whole());
    tell(List.of(running.state()));
  }

  private void tell(List<Note> notes) {
    List<String> members = notes.isEmpty() ? List.of() : surroundings.members(key.text());
    if (!members.isEmpty()) {
      notes.forEach(note -> surroundings.send(members, note));
    }
  }

  /// Another agent does not know what was found.
  void wanted(String from) {
    Own running = own;
    if (running != null) {
      running.whole().forEach(note -> surroundings.send(List.of(from), note));
      if (!running.isAlone) {
        surroundings.send(List.of(from), running.state());
      }
    } else if (findings.isKnown()) {
      Publication.inherited(key.text(), surroundings.random(), findings.encoded(), pack)
          .forEach(note -> surroundings.send(List.of(from), note));
    }
  }

  /// Whether what an agent tells is of use: the elected one's always, and that of others until it
  /// has been heard, or until there is something of our own.
  private boolean isOfUse(String from) {
    Own running = own;
    return isSelf()
        ? running != null && !running.publication.isPublished()
        : from.equals(elected) || !hasHeard;
  }

  void found(String from, Found found) {
    if (!isOfUse(from)) {
      return;
    }
    heard(from);
    switch (findings.take(from, found, pack)) {
      case MORE_TO_COME -> {}
      case GAP -> question.ask(from);
      case REFUSED -> goAlone();
      case COMPLETE -> {
        if (from.equals(elected) && found.isFresh()) {
          follow();
        }
        question.answered();
        show(from);
      }
    }
    show();
  }

  private void heard(String from) {
    if (from.equals(elected)) {
      heardNanos = surroundings.nanos();
    }
  }

  /// The elected agent has answered: nobody else has to.
  private void follow() {
    hasHeard = true;
    question.answered();
    stop();
  }

  private void show(String from) {
    Own running = own;
    if (running == null || !running.publication.isPublished()) {
      List<Labels> targets = findings.targets();
      for (Local local : locals) {
        local.finder.found(targets);
        tellProblem(local, from, problem);
      }
    }
  }

  void state(String from, State state) {
    if (isSelf() || !isOfUse(from)) {
      return;
    }
    heard(from);
    boolean isNothing = state.version() == Publication.NOTHING;
    if (isNothing && !from.equals(findings.from()) && isThere(findings.from())) {
      return; // whoever found what is known goes on until then
    }
    boolean wasFailing = !problem.isEmpty();
    problem = state.problem();
    if (state.isTooLarge()) {
      goAlone();
    } else if (!isNothing) {
      compare(from, state, wasFailing);
    } else if (own == null) {
      locals.forEach(local -> tellProblem(local, from, problem));
    }
    show();
  }

  private boolean isThere(String node) {
    return surroundings.members(key.text()).contains(node);
  }

  private void compare(String from, State state, boolean wasFailing) {
    if (!findings.isAt(from, state.round(), state.version())) {
      question.ask(from);
      return;
    }
    boolean wasRunning = own != null;
    if (from.equals(elected)) {
      follow();
    }
    if (own == null && (wasRunning || (wasFailing && problem.isEmpty()))) {
      show(from);
    } else if (own == null) {
      locals.forEach(local -> tellProblem(local, from, problem));
    }
  }

  /// Called every few seconds.
  void tick() {
    long now = surroundings.nanos();
    question.tick();
    Duration patience = findings.isKnown() ? SILENCE : PATIENCE;
    if (!isSelf() && now - heardNanos >= patience.toNanos()) {
      goAlone();
    }
    if (isUnfit && now - unfitNanos >= UNFIT_FOR.toNanos()) {
      isUnfit = false;
      surroundings.fitnessChanged();
    }
  }

  /// Others have missed something, perhaps.
  void remind() {
    Own running = own;
    if (running != null && !running.isAlone) {
      tell(List.of(running.state()));
    }
  }

  private void show() {
    Own running = own;
    boolean hasOwn = running != null && running.publication.isPublished();
    Role role = running == null ? Role.FOLLOWS : running.isAlone ? Role.ALONE : Role.RUNS;
    status =
        new DiscoveryStatus(
            key.kind(),
            key.digest(),
            role,
            elected,
            electedMs,
            hasOwn ? surroundings.self() : findings.from(),
            hasOwn && running != null ? running.publication.size() : findings.size(),
            running == null ? problem : running.problem);
  }

  Optional<DiscoveryStatus> status() {
    return Optional.ofNullable(status);
  }

  boolean isTooLarge() {
    Own running = own;
    return running != null && running.publication.isTooLarge();
  }
}

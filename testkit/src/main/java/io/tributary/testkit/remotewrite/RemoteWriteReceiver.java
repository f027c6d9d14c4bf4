package io.tributary.testkit.remotewrite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A remote-write endpoint on loopback that decodes, answers as scripted and remembers.
///
/// ```java
/// try (var receiver = RemoteWriteReceiver.start()) {
///   receiver.script(Answer.status(503), Answer.reset());   // then 204 for the rest
///   … point a sender at receiver.url() …
///   receiver.awaitSamples(100);
///   assertThat(receiver.ledger().report().conflictingDuplicates()).isZero();
///   assertThat(receiver.violations()).isEmpty();
/// }
/// ```
///
/// Requests are handled one connection per virtual thread; the script is consumed in the order in
/// which whole requests have been read. A request that does not decode is answered 400 and noted in
/// [#undecodable()].
public final class RemoteWriteReceiver implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Answer> script = new ArrayDeque<>(); // guarded by lock
  private final ArrayDeque<Answer> early = new ArrayDeque<>(); // guarded by lock
  private final List<ReceivedRequest> requests = new ArrayList<>(); // guarded by lock
  private final List<ReceivedRequest> stored = new ArrayList<>(); // guarded by lock
  private final List<String> undecodable = new ArrayList<>(); // guarded by lock
  private Function<ReceivedRequest, Answer> otherwise = _ -> Answer.ok(); // guarded by lock
  private Set<Version> accepted = EnumSet.allOf(Version.class); // guarded by lock
  private final DeliveryLedger ledger = new DeliveryLedger();
  private final HttpDoor door;
  private final String scheme;

  private RemoteWriteReceiver(ServerSocket listener, String scheme) {
    this.scheme = scheme;
    this.door = new HttpDoor(listener, this::handle, () -> get(early::poll));
  }

  /// Listens on a free port of 127.0.0.1.
  public static RemoteWriteReceiver start() {
    return startOn(0);
  }

  /// Listens on this port of 127.0.0.1, for a receiver that comes back after it was closed.
  public static RemoteWriteReceiver startOn(int port) {
    try {
      var listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new java.net.InetSocketAddress(LOOPBACK, port), 128);
      return on(listener, "http");
    } catch (IOException e) {
      throw new IllegalStateException("cannot listen on 127.0.0.1:" + port, e);
    }
  }

  /// Listens on a socket of the caller's, a TLS one say; closes it at the end.
  public static RemoteWriteReceiver on(ServerSocket listener, String scheme) {
    var receiver = new RemoteWriteReceiver(listener, scheme);
    receiver.door.open();
    return receiver;
  }

  public int port() {
    return door.port();
  }

  public URI url() {
    return URI.create(scheme + "://127.0.0.1:" + port() + "/api/v1/write");
  }

  /// Queues answers for the next requests; later ones are answered by [#otherwise].
  public void script(Answer... answers) {
    locked(() -> script.addAll(List.of(answers)));
  }

  /// Queues answers for the next requests that are given before the request's body is read; then
  /// the connection is closed. A reset here comes in the middle of a request. Such requests are not
  /// among [#requests()].
  public void beforeReading(Answer... answers) {
    locked(() -> early.addAll(List.of(answers)));
  }

  /// Bytes of answers that went out, or into the buffers of the system.
  public long answeredBytes() {
    return door.writtenBytes();
  }

  /// What every request gets once the script is used up: 204 at first.
  public void otherwise(Answer answer) {
    otherwise(_ -> answer);
  }

  /// As [#otherwise(Answer)], decided by looking at the request.
  public void otherwise(Function<ReceivedRequest, Answer> decide) {
    locked(() -> otherwise = decide);
  }

  /// Takes only these messages and answers 415 to the others, as a 1.x receiver does with 2.0.
  public void acceptOnly(Version... versions) {
    locked(() -> accepted = EnumSet.copyOf(List.of(versions)));
  }

  /// Every request that was read and decoded, whatever it was answered.
  public List<ReceivedRequest> requests() {
    return get(() -> List.copyOf(requests));
  }

  /// The requests whose samples the receiver kept.
  public List<ReceivedRequest> storedRequests() {
    return get(() -> List.copyOf(stored));
  }

  /// The samples of [#storedRequests()], judged.
  public DeliveryLedger ledger() {
    return ledger;
  }

  public List<ReceivedHistogram> histograms() {
    return storedRequests().stream().flatMap(one -> one.histograms().stream()).toList();
  }

  public List<ReceivedExemplar> exemplars() {
    return storedRequests().stream().flatMap(one -> one.exemplars().stream()).toList();
  }

  public List<ReceivedMetadata> metadata() {
    return storedRequests().stream().flatMap(one -> one.metadata().stream()).toList();
  }

  /// Why requests were refused with 400.
  public List<String> undecodable() {
    return get(() -> List.copyOf(undecodable));
  }

  /// What the specification forbids and some request did; empty from a conforming sender.
  public List<String> violations() {
    return requests().stream().flatMap(one -> one.violations().stream()).distinct().toList();
  }

  /// Waits until so many requests were read.
  public void awaitRequests(int count) {
    await(count + " requests", () -> requests.size() >= count);
  }

  /// Waits until so many samples were stored, duplicates included.
  public void awaitSamples(long count) {
    await(count + " samples", () -> ledger.samples() >= count);
  }

  /// Waits until `condition` holds, which is looked at after every request; fails after 15 s.
  public void await(String what, BooleanSupplier condition) {
    long remaining = PATIENCE.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (remaining <= 0) {
          throw new AssertionError(
              "waited in vain for %s: %d requests, %d samples, refused %s"
                  .formatted(what, requests.size(), ledger.samples(), undecodable));
        }
        // In slices: the condition may depend on more than what arrives here.
        long slice = Math.min(remaining, TimeUnit.MILLISECONDS.toNanos(50));
        remaining -= slice - changed.awaitNanos(slice);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } finally {
      lock.unlock();
    }
  }

  private Answer handle(HttpDoor.Request http) {
    ReceivedRequest request;
    try {
      request = RequestDecoder.decode(http.headers(), http.body());
    } catch (IOException | RuntimeException e) {
      locked(() -> undecodable.add(String.valueOf(e)));
      return Answer.status(400).withBody(String.valueOf(e));
    }
    lock.lock();
    try {
      requests.add(request);
      var answer = accepted.contains(request.version()) ? next(request) : Answer.status(415);
      if (answer.stores()) {
        stored.add(request);
        ledger.addAll(request.samples());
      }
      return answer.writtenCounts() ? withCounts(answer, request) : answer;
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  private Answer next(ReceivedRequest request) {
    @Nullable Answer scripted = script.poll();
    return scripted != null ? scripted : otherwise.apply(request);
  }

  private static Answer withCounts(Answer answer, ReceivedRequest request) {
    var prefix = "X-Prometheus-Remote-Write-";
    return answer
        .withHeader(prefix + "Samples-Written", "" + request.samples().size())
        .withHeader(prefix + "Histograms-Written", "" + request.histograms().size())
        .withHeader(prefix + "Exemplars-Written", "" + request.exemplars().size());
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T extends @Nullable Object> T get(java.util.function.Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  /// Stops listening and drops every connection, hanging ones included.
  @Override
  public void close() {
    door.close();
  }
}

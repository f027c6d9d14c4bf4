package io.tributary.cluster.lease;

import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lease at one key of a store, on a thread that waits for the store's answers.
///
/// That the store fails is logged once, and that it answers again.
public final class KeyValueLeaseStore implements LeaseStore {
  private static final Logger LOG = LoggerFactory.getLogger(KeyValueLeaseStore.class);

  private final KeyValueStore store;
  private final String key;
  private final LinkedBlockingQueue<Question> questions = new LinkedBlockingQueue<>();
  private final Thread thread;

  /// Of the thread.
  private boolean isFailing;

  private record Question(UnaryOperator<Optional<Lease>> change, Consumer<Answer> told) {}

  /// The store stays open when this is closed.
  public KeyValueLeaseStore(KeyValueStore store, String key) {
    this.store = store;
    this.key = key;
    thread = Thread.ofVirtual().name("cluster-lease-store").start(this::run);
  }

  @Override
  public void exchange(UnaryOperator<Optional<Lease>> change, Consumer<Answer> told) {
    questions.add(new Question(change, told));
  }

  private void run() {
    try {
      while (true) {
        Question question = questions.take();
        question.told.accept(answer(question.change));
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private Answer answer(UnaryOperator<Optional<Lease>> change) throws InterruptedException {
    try {
      var last = new Last();
      store.update(key, present -> last.change(present, change));
      recovered();
      return new Answer(last.lease, "");
    } catch (StoreException | IllegalArgumentException e) {
      return failed("cannot exchange the lease: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return failed("cannot exchange the lease: " + e); // of a library
    }
  }

  /// What the last attempt left in the store.
  private static final class Last {
    Optional<Lease> lease = Optional.empty();

    Optional<byte[]> change(Optional<byte[]> present, UnaryOperator<Optional<Lease>> change) {
      Optional<Lease> found = present.map(Lease::decode);
      Optional<Lease> next = change.apply(found);
      lease = next.or(() -> found);
      return next.map(Lease::encode);
    }
  }

  private Answer failed(String problem) {
    if (!isFailing) {
      isFailing = true;
      LOG.atWarn()
          .addKeyValue("err", problem)
          .log("cannot look at the cluster's lease; going on with what is known of it");
    }
    return new Answer(Optional.empty(), problem);
  }

  private void recovered() {
    if (isFailing) {
      isFailing = false;
      LOG.info("the store of the cluster's lease answers again");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

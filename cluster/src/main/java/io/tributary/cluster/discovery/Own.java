package io.tributary.cluster.discovery;

import io.tributary.cluster.discovery.Note.State;
import io.tributary.cluster.discovery.SharedUnit.Local;
import io.tributary.model.labels.Labels;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The discovery of a unit that this agent runs. Owned by the loop.
final class Own {
  final Local local;
  final Publication publication;

  /// Whether others are not told.
  boolean isAlone;

  /// Why not everything could be found.
  String problem = "";

  /// In a row.
  int failures;

  /// What is to be told next; null where nothing is.
  private @Nullable List<Labels> pending;

  private String pendingProblem = "";
  private long toldNanos;
  private boolean wasTold;

  Own(Local local, Publication publication, boolean isAlone) {
    this.local = local;
    this.publication = publication;
    this.isAlone = isAlone;
  }

  State state() {
    return publication.state(problem);
  }

  /// Everything that was found, as others are told; nothing where there is nothing for them.
  List<Note> whole() {
    return publication.isPublished() && !publication.isTooLarge()
        ? publication.whole(!isAlone)
        : List.of();
  }

  boolean isPending() {
    return pending != null;
  }

  void pending(List<Labels> targets, String why) {
    pending = targets;
    pendingProblem = why;
  }

  @Nullable List<Labels> takePending() {
    List<Labels> taken = pending;
    pending = null;
    return taken;
  }

  String pendingProblem() {
    return pendingProblem;
  }

  /// How long the next result has to wait, so that changes that come in swarms are told together.
  Duration delay(long nanos) {
    long rest = wasTold ? toldNanos + SharedUnit.SPACING.toNanos() - nanos : 0;
    return Duration.ofNanos(Math.max(rest, 0));
  }

  void told(long nanos) {
    toldNanos = nanos;
    wasTold = true;
  }
}

package io.tributary.cluster.group;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.VERIFY_SUSPECT2;

/// Asks an agent that is suspected again and again whether it lives, until it answers or its time
/// is over.
///
/// The library asks once. What made an agent suspect is mostly a connection that ended, as one of
/// two does that agents open to one another at the same time; the question or its answer then goes
/// down with it, and an agent that lives would be missed by the others for as long as it takes
/// until groups that fell apart look for one another.
final class Verification extends VERIFY_SUSPECT2 {
  private static final int QUESTIONS = 5;

  Verification() {
    // Messages find their protocol by number; ours is none that the library knows.
    id = ClassConfigurator.getProtocolId(VERIFY_SUSPECT2.class);
  }

  @Override
  protected void verifySuspect(Collection<Address> suspected) {
    super.verifySuspect(suspected);
    if (!suspected.isEmpty()) {
      var _ = timer.schedule(() -> askAgain(suspected), timeout / QUESTIONS, TimeUnit.MILLISECONDS);
    }
  }

  private void askAgain(Collection<Address> suspected) {
    List<Address> left = suspected.stream().filter(this::isSuspected).toList();
    if (!left.isEmpty()) {
      verifySuspect(left);
    }
  }

  private synchronized boolean isSuspected(Address one) {
    return suspects.stream().anyMatch(entry -> entry.suspect().equals(one));
  }
}

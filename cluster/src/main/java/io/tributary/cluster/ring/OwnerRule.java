package io.tributary.cluster.ring;

/// Who can own something.
///
/// The original passes over members that are not active, and then finds that the owner has died: a
/// crashed agent's configurations belong to nobody until somebody forgets it. Here the next member
/// takes over. In a ring with agents of the original among its members the others still go by the
/// old rule; all have to agree there, so that nothing is owned twice.
///
/// @param heartbeatTimeoutSeconds after which a silent member counts as dead; 0 is never
/// @param passesOverDead whether the next member owns what a dead one would
public record OwnerRule(long heartbeatTimeoutSeconds, boolean passesOverDead) {
  boolean passesOver(RingMember member, long nowSeconds) {
    return member.state() != MemberState.ACTIVE || (passesOverDead && isDead(member, nowSeconds));
  }

  /// Whether something can be owned by a member now.
  public boolean canOwn(RingMember member, long nowSeconds) {
    return member.state() == MemberState.ACTIVE && !isDead(member, nowSeconds);
  }

  private boolean isDead(RingMember member, long nowSeconds) {
    return !member.isAlive(nowSeconds, heartbeatTimeoutSeconds);
  }
}

package io.tributary.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.lease.Lease.Holder;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final Holder A = new Holder("a", 1, "a:1");
  private static final Holder B = new Holder("b", 2, "b:1");
  private static final Lease OF_A = new Lease(7, 3, A, Set.of("a", "b", "c"), Set.of());

  private static Side side(Holder self, int rank, String... names) {
    return new Side(self, Set.of(names), Set.of(), rank);
  }

  private static Claim claim(Side side, @Nullable Lease known, long unchangedSeconds) {
    return new Claim(
        side, true, false, known, Duration.ofSeconds(unchangedSeconds), Duration.ZERO, 0);
  }

  private static Claim weak(Side side, Lease known, long weakSeconds) {
    return new Claim(side, true, false, known, Duration.ZERO, Duration.ofSeconds(weakSeconds), 0);
  }

  @Test
  void takesWhatNobodyEverHad() {
    Lease taken = claim(side(A, 0, "a", "b"), null, 0).next(Optional.empty()).orElseThrow();
    assertThat(taken).isEqualTo(new Lease(1, 1, A, Set.of("a", "b"), Set.of()));
  }

  @Test
  void takesNothingBeforeItTakesPart() {
    assertThat(claim(Side.alone(A), null, 100).next(Optional.empty())).isEmpty();
    assertThat(claim(Side.alone(B), OF_A, 100).next(Optional.of(OF_A))).isEmpty();
  }

  @Test
  void theLargerSideTakesItAtOnceInALaterTerm() {
    Lease taken = claim(side(B, 0, "b", "c"), OF_A, 0).next(Optional.of(OF_A)).orElseThrow();
    assertThat(taken).isEqualTo(new Lease(8, 1, B, Set.of("b", "c"), Set.of()));
  }

  @Test
  void theSecondOfASideLeavesItToTheFirstForAWhile() {
    assertThat(claim(side(B, 1, "b", "c"), OF_A, 1).next(Optional.of(OF_A))).isEmpty();
    assertThat(claim(side(B, 1, "b", "c"), OF_A, 2).next(Optional.of(OF_A))).isPresent();
  }

  @Test
  void theSmallerSideTakesItOnceNobodyRenewsIt() {
    Side alone = side(B, 0, "b");
    assertThat(claim(alone, OF_A, 5).next(Optional.of(OF_A))).isEmpty();
    assertThat(claim(alone, OF_A, 6).next(Optional.of(OF_A))).isPresent();
    Lease renewed = new Lease(7, 4, A, OF_A.members(), Set.of());
    assertThat(claim(alone, OF_A, 6).next(Optional.of(renewed))).isEmpty();
  }

  @Test
  void nobodyTakesItFromAHolderOfItsOwnSide() {
    assertThat(claim(side(B, 0, "b", "a", "c"), OF_A, 0).next(Optional.of(OF_A))).isEmpty();
  }

  @Test
  void theHolderRenewsItAndListsWhoIsThere() {
    Lease renewed =
        claim(side(A, 0, "a", "b", "c", "d"), OF_A, 2).next(Optional.of(OF_A)).orElseThrow();
    assertThat(renewed).isEqualTo(new Lease(7, 4, A, Set.of("a", "b", "c", "d"), Set.of()));
  }

  @Test
  void theTermGrowsWhereAMemberIsLeftOut() {
    Lease renewed = claim(side(A, 0, "a", "b"), OF_A, 2).next(Optional.of(OF_A)).orElseThrow();
    assertThat(renewed).isEqualTo(new Lease(8, 4, A, Set.of("a", "b"), Set.of()));
  }

  @Test
  void aHolderWithTheSmallerSideWaitsForTheOtherOne() {
    Side alone = side(A, 0, "a");
    assertThat(weak(alone, OF_A, 11).next(Optional.of(OF_A)).orElseThrow().members())
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(weak(alone, OF_A, 12).next(Optional.of(OF_A)).orElseThrow().members())
        .containsExactly("a");
  }

  @Test
  void ofTwoHalvesTheOneWithTheHolderGoesOn() {
    Lease of = new Lease(7, 3, A, Set.of("a", "b"), Set.of());
    assertThat(claim(side(A, 0, "a"), of, 0).next(Optional.of(of)).orElseThrow().members())
        .containsExactly("a");
    assertThat(claim(side(B, 0, "b"), of, 0).next(Optional.of(of))).isEmpty();
  }

  @Test
  void whoeverLeavesGivesItUpAndCountsNoMore() {
    var leaving =
        new Claim(side(A, Side.NEVER, "a", "b"), true, true, OF_A, Duration.ZERO, Duration.ZERO, 0);
    Lease free = leaving.next(Optional.of(OF_A)).orElseThrow();
    assertThat(free).isEqualTo(new Lease(7, 4, Holder.NOBODY, Set.of("b", "c"), Set.of("a")));
    assertThat(claim(side(B, 0, "b", "c"), OF_A, 0).next(Optional.of(free))).isPresent();
    assertThat(claim(side(B, 0, "b"), OF_A, 0).next(Optional.of(free))).isEmpty();
  }

  @Test
  void aProcessGoesOnAtOnceForTheOneBeforeItAtThatAddress() {
    Lease alone = new Lease(7, 3, A, Set.of("a"), Set.of());
    Holder again = new Holder("a", 9, "a:1");
    assertThat(claim(side(again, 0, "a"), alone, 0).next(Optional.of(alone)).orElseThrow().term())
        .isEqualTo(8);
    Holder elsewhere = new Holder("a", 9, "x:1");
    assertThat(claim(side(elsewhere, 0, "a"), alone, 0).next(Optional.of(alone))).isEmpty();
    assertThat(claim(side(again, 0, "a"), OF_A, 0).next(Optional.of(OF_A))).isEmpty();
  }

  @Test
  void aStoreThatLostItIsNoFreeLease() {
    assertThat(claim(side(B, 0, "b"), OF_A, 0).next(Optional.empty())).isEmpty();
    Lease older = new Lease(3, 9, Holder.NOBODY, Set.of(), Set.of());
    assertThat(claim(side(B, 0, "b"), OF_A, 0).next(Optional.of(older))).isEmpty();
    Lease again = claim(side(A, 0, "a", "b", "c"), OF_A, 0).next(Optional.empty()).orElseThrow();
    assertThat(again.term()).isEqualTo(7);
  }

  @Test
  void aSideThatIsTooSmallToWorkDoesNotHoldIt() {
    var idle = new Claim(side(A, 0, "a", "b"), false, false, OF_A, Duration.ZERO, Duration.ZERO, 0);
    assertThat(idle.next(Optional.of(OF_A)).orElseThrow().isGivenUp()).isTrue();
    assertThat(idle.next(Optional.empty()).orElseThrow().isGivenUp()).isTrue();
  }

  @Test
  void aTermIsHigherThanAllThatWereHeardOf() {
    var heard = new Claim(side(A, 0, "a"), true, false, null, Duration.ZERO, Duration.ZERO, 41);
    assertThat(heard.next(Optional.empty()).orElseThrow().term()).isEqualTo(42);
  }

  @Test
  void readsWhatItWrote() {
    Lease odd =
        new Lease(
            5,
            6,
            new Holder("a b\n-", -3, "[::1]:80"),
            Set.of("-", "ü/x", "member y"),
            Set.of("+ z"));
    assertThat(Lease.decode(odd.encode())).isEqualTo(odd);
    Lease free = new Lease(5, 6, Holder.NOBODY, Set.of(), Set.of());
    assertThat(Lease.decode(free.encode())).isEqualTo(free);
  }
}

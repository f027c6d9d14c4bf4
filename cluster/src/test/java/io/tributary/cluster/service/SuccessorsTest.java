package io.tributary.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import io.tributary.net.grpc.GrpcException;
import io.tributary.net.grpc.GrpcStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuccessorsTest {
  private static final String ADDRESS = "b:12346";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final List<List<String>> asked = new ArrayList<>();
  private Answer answer = _ -> Set.of();
  private final Successors successors = new Successors(new Calls(), clock, Runnable::run, () -> {});

  private interface Answer {
    Set<String> to(List<String> names) throws IOException;
  }

  private final class Calls implements AgentCalls {
    @Override
    public void tellReshard(String address, Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Set<String>> begun(String address, List<String> names, Duration timeout)
        throws IOException {
      asked.add(names);
      return Optional.of(answer.to(names));
    }
  }

  private Set<String> haveBegun(List<String> names) {
    return successors.haveBegun(Map.of(ADDRESS, names));
  }

  /// It has too much to do: that is what there is to wait for.
  @Test
  void whoIsLateIsAskedOnceASecondForEver() {
    answer =
        _ -> {
          throw new GrpcException(GrpcStatus.DEADLINE_EXCEEDED, "too late");
        };
    for (int second = 0; second < 20; second++) {
      assertThat(haveBegun(List.of("x"))).isEmpty();
      assertThat(haveBegun(List.of("x"))).isEmpty();
      clock.advance(SECOND);
    }
    assertThat(asked).hasSize(20);
    answer = HashSet::new;
    assertThat(haveBegun(List.of("x"))).isEmpty();
    assertThat(haveBegun(List.of("x"))).containsExactly("x");
  }

  @Test
  void whoCannotBeReachedIsWaitedForNoLonger() {
    answer =
        _ -> {
          throw new IOException("connection refused");
        };
    for (int failures = 0; failures < 3; failures++) {
      assertThat(haveBegun(List.of("x", "y"))).isEmpty();
      clock.advance(SECOND);
    }
    assertThat(haveBegun(List.of("x", "y"))).containsExactlyInAnyOrder("x", "y");
    assertThat(asked).hasSize(3);
  }

  @Test
  void asksOfMoreThanAMessageTakesOneAfterTheOther() {
    answer = HashSet::new;
    List<String> many = IntStream.range(0, 2_500).mapToObj(i -> "name-" + i).toList();
    assertThat(haveBegun(many)).isEmpty();
    assertThat(haveBegun(many)).hasSize(Successors.MOST_NAMES);
    assertThat(haveBegun(many)).hasSize(2 * Successors.MOST_NAMES);
    assertThat(haveBegun(many)).hasSize(2_500);
    assertThat(asked).extracting(List::size).containsExactly(1_000, 1_000, 500);
  }

  /// The first thousand may all be large.
  @Test
  void asksOfEverythingInTurnWhileNothingHasBegun() {
    List<String> many = IntStream.range(0, 2_500).mapToObj(i -> "name-" + i).toList();
    for (int second = 0; second < 4; second++) {
      assertThat(haveBegun(many)).isEmpty();
      clock.advance(SECOND);
    }
    assertThat(asked).extracting(List::size).containsOnly(1_000);
    assertThat(asked.stream().limit(3).flatMap(List::stream).limit(2_500))
        .containsExactlyElementsOf(many);
  }

  @Test
  void asksOfNamesThatAreVeryLongOneByOne() {
    answer = HashSet::new;
    List<String> longNames =
        List.of("x".repeat(Successors.MOST_CHARACTERS), "y".repeat(Successors.MOST_CHARACTERS));
    assertThat(haveBegun(longNames)).isEmpty();
    assertThat(haveBegun(longNames)).hasSize(1);
    assertThat(haveBegun(longNames)).hasSize(2);
    assertThat(asked).extracting(List::size).containsExactly(1, 1);
  }
}

package io.tributary.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.Protocol;
import org.jgroups.util.TimeScheduler;
import org.jgroups.util.TimeScheduler3;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerificationTest {
  private static final Address SUSPECT = UUID.randomUUID();

  private final TimeScheduler timer = new TimeScheduler3();
  private final BlockingQueue<Message> questions = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
  private final Verification verification = new Verification();

  /// Loses what is sent.
  private final class Below extends TCP {
    @Override
    public TimeScheduler getTimer() {
      return VerificationTest.this.timer;
    }

    @Override
    public Object down(Message message) {
      questions.add(message);
      return message;
    }

    @Override
    public Object down(Event event) {
      return event;
    }
  }

  private final class Above extends Protocol {
    @Override
    public Object up(Event event) {
      told.add(event);
      return event;
    }
  }

  @BeforeEach
  void connect() {
    verification.setDownProtocol(new Below());
    verification.setUpProtocol(new Above());
    verification.addr(UUID.randomUUID());
  }

  private void startWith(long timeoutMs) throws Exception {
    verification.setTimeout(timeoutMs);
    verification.init();
    verification.start();
  }

  @AfterEach
  void stop() {
    verification.stop();
    timer.stop();
  }

  private void suspect() {
    verification.up(new Event(Event.SUSPECT, List.of(SUSPECT)));
  }

  @Test
  void whoAnswersALaterQuestionLives() throws Exception {
    startWith(2_000);
    suspect();
    for (int i = 0; i < 3; i++) {
      assertThat(questions.take().getDest()).isEqualTo(SUSPECT);
    }
    verification.unsuspect(SUSPECT);
    assertThat(told.take().getType()).isEqualTo(Event.UNSUSPECT);
    questions.clear();
    assertThat(questions.poll(600, TimeUnit.MILLISECONDS)).isNull();
    assertThat(told).isEmpty();
  }

  @Test
  void whoAnswersNoneIsDead() throws Exception {
    startWith(500);
    suspect();
    assertThat(told.take().getType()).isEqualTo(Event.SUSPECT);
    assertThat(questions).hasSizeGreaterThan(1);
  }
}

package io.tributary.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LineLayoutTest {
  private static final Logger LOG = LoggerFactory.getLogger(LineLayoutTest.class);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void quiet() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
  }

  private String log(LogFormat format, Runnable action) {
    Logging.start("info", format, out);
    action.run();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesLogfmtInTheOrderOfTheOriginal() {
    String line =
        log(LogFormat.LOGFMT, () -> LOG.atInfo().addKeyValue("target", "a b").log("Hello there"));
    assertThat(line)
        .matches(
            "time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z level=INFO"
                + " source=LineLayoutTest.java:\\d+ msg=\"Hello there\" target=\"a b\"\n");
  }

  @Test
  void writesOneJsonObjectALine() {
    String line = log(LogFormat.JSON, () -> LOG.atWarn().addKeyValue("n", 7).log("a \"b\""));
    assertThat(line)
        .matches(
            "\\{\"time\":\"[^\"]+\",\"level\":\"WARN\",\"source\":\"LineLayoutTest.java:\\d+\","
                + "\"msg\":\"a \\\\\"b\\\\\"\",\"n\":\"7\"}\n");
  }

  @Test
  void letsNothingEndTheLineOrReachTheTerminal() {
    String line =
        log(
            LogFormat.LOGFMT,
            () ->
                LOG.atInfo()
                    .addKeyValue("err", "one\r\ntwo\u001b[31m\u0085\u2028\u202e \ud800")
                    .log("x"));
    assertThat(line.strip()).doesNotContain("\n", "\r", "\u001b", "\u0085", "\u2028", "\u202e");
    assertThat(line).contains("err=\"one\\r\\ntwo\\u001b[31m\\u0085\\u2028\\u202e \\ud800\"");
  }

  @Test
  void nestsCausesIntoOneSentence() {
    var cause = new IllegalStateException("cannot write", new RuntimeException("disk full"));
    assertThat(log(LogFormat.LOGFMT, () -> LOG.atWarn().setCause(cause).log("x")))
        .contains("err=\"cannot write: disk full\"")
        .doesNotContain("stack=");
    assertThat(log(LogFormat.LOGFMT, () -> LOG.atError().setCause(cause).log("y")))
        .contains("stack=\"java.lang.IllegalStateException | ");
  }

  @Test
  void changesTheLevelWhileRunning() {
    String lines =
        log(
            LogFormat.LOGFMT,
            () -> {
              LOG.debug("not yet");
              Logging.level("debug");
              LOG.debug("now");
            });
    assertThat(lines).contains("msg=now").doesNotContain("not yet");
  }

  @Test
  void countsRepeatsInsteadOfPrintingThem() {
    var limit = new RepeatLimit();
    int printed = 0;
    for (int i = 0; i < 100; i++) {
      printed += limit.ask("a", Level.WARN, "same", 1_000).prints() ? 1 : 0;
    }
    assertThat(printed).isEqualTo(RepeatLimit.BURST);
    assertThat(limit.ask("a", Level.WARN, "other", 1_000).prints()).isTrue();
    RepeatLimit.Verdict later = limit.ask("a", Level.WARN, "same", 1_000 + RepeatLimit.INTERVAL_MS);
    assertThat(later).isEqualTo(new RepeatLimit.Verdict(true, 100 - RepeatLimit.BURST));
  }

  @Test
  void tellsOfEventsThatThereWasNoRoomForWhileTheyWaited() {
    var out = new ByteArrayOutputStream();
    Logging.startWaiting(LogStyle.FLOW, out);
    var logger = LoggerFactory.getLogger("x");
    for (int i = 1; i <= LineAppender.MOST_WAITING + 5; i++) {
      logger.info("event {}", i);
    }
    Logging.stopWaiting();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("msg=\"event 1\"\n")
        .endsWith("msg=\"event 1000\" events_left_out=5\n");
  }
}

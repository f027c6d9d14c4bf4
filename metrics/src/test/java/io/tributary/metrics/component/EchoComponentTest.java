package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EchoComponentTest {
  @TempDir Path directory;
  private ComponentBench bench;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("prometheus.echo");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void start() throws Exception {
    bench = new ComponentBench(directory);
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(appender);
    bench.close();
  }

  private void echo(String arguments) throws InterruptedException {
    bench.load(
        "test.source \"x\" {\n  forward_to = [prometheus.echo.e.receiver]\n}\n"
            + "prometheus.echo \"e\" {\n"
            + arguments
            + "\n}\n");
    var slots = List.of("instance");
    var family = new BlockBuilder();
    family.add(Labels.of("__name__", "a_total", "instance", "?", "path", "\"q\"\n"), slots);
    family.add(Labels.of("__name__", "a_total", "instance", "?", "path", "/"), slots);
    var report = new BlockBuilder();
    report.add(Labels.of("__name__", "up", "instance", "?"), slots);
    report.add(Labels.of("__name__", "no legacy", "instance", "?"), slots);
    Layout layout =
        bench.layouts.layout(
            slots,
            List.of(
                family.build(new FamilyMetadata("a_total", MetricType.COUNTER, "Some\nhelp.", "")),
                report.build(FamilyMetadata.NONE)));
    long[] values = {
      Double.doubleToRawLongBits(1.5),
      Double.doubleToRawLongBits(3),
      Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
      ScrapeColumn.STALE_NAN_BITS
    };
    long none = SideColumns.NO_TIMESTAMP;
    var side =
        new SideColumns(
            new long[] {none, 5_000, none, none},
            null,
            null,
            List.of(
                new Exemplar(0, Labels.of("trace", "t"), Double.doubleToRawLongBits(0.5), 1_001)));
    bench.append(
        "x", new ScrapeColumn(new Stream(1, List.of("i")), layout, 12_345, values, null, side));
  }

  @Test
  void writesTextWithEveryTimestamp() throws Exception {
    echo("");
    assertThat(lines)
        .containsExactly(
            """
            # HELP a_total Some\\nhelp.
            # TYPE a_total counter
            a_total{instance="i",path="\\"q\\"\\n"} 1.5 12345
            a_total{instance="i",path="/"} 3 5000
            # TYPE up untyped
            up{instance="i"} +Inf 12345
            # TYPE "no legacy" untyped
            {"no legacy",instance="i"} NaN 12345
            """);
  }

  @Test
  void writesOpenMetricsWithExemplars() throws Exception {
    echo("format = \"openmetrics\"");
    assertThat(lines)
        .containsExactly(
            """
            # HELP a_total Some\\nhelp.
            # TYPE a_total counter
            a_total{instance="i",path="\\"q\\"\\n"} 1.5 12.345 # {trace="t"} 0.5 1.001
            a_total{instance="i",path="/"} 3 5.000
            # TYPE up unknown
            up{instance="i"} +Inf 12.345
            # TYPE "no legacy" unknown
            {"no legacy",instance="i"} NaN 12.345
            # EOF
            """);
  }

  @Test
  void refusesOtherFormats() throws Exception {
    assertThat(bench.errors("prometheus.echo \"e\" {\n  format = \"json\"\n}\n"))
        .containsExactly("main.river:2:12: \"json\" should be one of openmetrics, text");
  }
}

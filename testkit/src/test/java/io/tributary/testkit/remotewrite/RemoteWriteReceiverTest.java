package io.tributary.testkit.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class RemoteWriteReceiverTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void decodesVersionOne() throws Exception {
    try (var receiver = RemoteWriteReceiver.start()) {
      var response = post(receiver, Version.V1, v1("up", 1234, 1.5));

      assertThat(response.statusCode()).isEqualTo(204);
      var request = receiver.requests().getFirst();
      assertThat(request.violations()).isEmpty();
      var sample = request.samples().getFirst();
      assertThat(sample.labels()).isEqualTo(new TreeMap<>(Map.of("__name__", "up", "job", "a")));
      assertThat(sample.timestampMs()).isEqualTo(1234);
      assertThat(sample.value()).isEqualTo(1.5);
      assertThat(request.metadata())
          .containsExactly(new ReceivedMetadata("up", 2, "is it up", "bool"));
    }
  }

  @Test
  void decodesVersionTwoAndSaysWhatItWrote() throws Exception {
    try (var receiver = RemoteWriteReceiver.start()) {
      var response = post(receiver, Version.V2, v2(1234, 2.5));

      assertThat(response.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
          .hasValue("1");
      assertThat(response.headers().firstValue("X-Prometheus-Remote-Write-Histograms-Written"))
          .hasValue("1");
      var request = receiver.requests().getFirst();
      assertThat(request.violations()).isEmpty();
      assertThat(request.samples().getFirst().startTimestampMs()).isEqualTo(1000);
      assertThat(request.samples().getFirst().name()).isEqualTo("up");
      assertThat(request.metadata()).containsExactly(new ReceivedMetadata("up", 1, "is it up", ""));
      var histogram = receiver.histograms().getFirst();
      assertThat(histogram.totals().count()).isEqualTo(7);
      assertThat(histogram.totals().schema()).isEqualTo(-2);
      assertThat(histogram.positive().deltas()).containsExactly(3L, -1L);
      assertThat(histogram.positive().spans()).containsExactly(new ReceivedHistogram.Span(-4, 2));
    }
  }

  @Test
  void namesWhatTheSpecificationForbids() throws Exception {
    try (var receiver = RemoteWriteReceiver.start()) {
      post(
          receiver,
          Version.V2,
          message(out -> {
            for (var symbol : new String[] {"not empty", "job", "__name__", "up", "job"}) {
              out.writeString(4, symbol);
            }
            out.writeByteArray(5, series2(new int[] {1, 3, 2, 3}, 5, 1));
          }));

      assertThat(String.join("\n", receiver.violations()))
          .contains("symbol 0 is not the empty string")
          .contains("symbol 'job' occurs twice")
          .contains("labels out of order");
    }
  }

  @Test
  void followsItsScriptThenItsDefault() throws Exception {
    try (var receiver = RemoteWriteReceiver.start()) {
      receiver.script(
          Answer.status(503).withRetryAfter("7").withBody("busy").withBodyBytes(100_000),
          Answer.status(500).storing());

      var busy = post(receiver, Version.V1, v1("up", 1, 1));
      assertThat(busy.statusCode()).isEqualTo(503);
      assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
      assertThat(busy.body()).startsWith("busyxxx").hasSize(100_004);
      assertThat(receiver.ledger().samples()).isZero();

      assertThat(post(receiver, Version.V1, v1("up", 1, 1)).statusCode()).isEqualTo(500);
      assertThat(post(receiver, Version.V1, v1("up", 1, 1)).statusCode()).isEqualTo(204);
      receiver.awaitSamples(2);
      assertThat(receiver.ledger().report()).isEqualTo(new DeliveryLedger.Report(1, 2, 1, 0, 0));
    }
  }

  @Test
  void hangsResetsAndTalksNonsenseOnDemand() {
    try (var receiver = RemoteWriteReceiver.start()) {
      receiver.script(Answer.hang(), Answer.reset(), Answer.garbage("SSH-2.0-what\r\n"));
      assertThatThrownBy(() -> post(receiver, Version.V1, v1("up", 1, 1)))
          .isInstanceOf(HttpTimeoutException.class);
      assertThatThrownBy(() -> post(receiver, Version.V1, v1("up", 1, 1)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> post(receiver, Version.V1, v1("up", 1, 1)))
          .isInstanceOf(IOException.class);
      assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void refusesWhatItDoesNotAccept() throws Exception {
    try (var receiver = RemoteWriteReceiver.start()) {
      receiver.acceptOnly(Version.V1);
      assertThat(post(receiver, Version.V2, v2(1, 1)).statusCode()).isEqualTo(415);
      assertThat(post(receiver, Version.V1, v1("up", 1, 1)).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void answersGarbageWithBadRequest() throws Exception {
    try (var receiver = RemoteWriteReceiver.start()) {
      var request =
          HttpRequest.newBuilder(receiver.url())
              .POST(BodyPublishers.ofString("no snappy here"))
              .build();
      assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
      assertThat(receiver.undecodable()).hasSize(1);
    }
  }

  private static HttpResponse<String> post(
      RemoteWriteReceiver receiver, Version version, byte[] message)
      throws IOException, InterruptedException {
    var two = version == Version.V2;
    var request =
        HttpRequest.newBuilder(receiver.url())
            .timeout(Duration.ofSeconds(1))
            .header(
                "Content-Type",
                two
                    ? "application/x-protobuf;proto=io.prometheus.write.v2.Request"
                    : "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("User-Agent", "test/1")
            .header("X-Prometheus-Remote-Write-Version", two ? "2.0.0" : "0.1.0")
            .POST(BodyPublishers.ofByteArray(Snappy.compress(message)))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Body body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    body.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] v1(String name, long timestampMs, double value) throws IOException {
    return message(out -> {
      out.writeByteArray(
          1,
          message(series -> {
            series.writeByteArray(1, label("__name__", name));
            series.writeByteArray(1, label("job", "a"));
            series.writeByteArray(2, sample(timestampMs, value, 0));
          }));
      out.writeByteArray(
          3,
          message(metadata -> {
            metadata.writeEnum(1, 2);
            metadata.writeString(2, name);
            metadata.writeString(4, "is it up");
            metadata.writeString(5, "bool");
          }));
    });
  }

  private static byte[] label(String name, String value) throws IOException {
    return message(out -> {
      out.writeString(1, name);
      out.writeString(2, value);
    });
  }

  private static byte[] sample(long timestampMs, double value, long startMs) throws IOException {
    return message(out -> {
      out.writeDouble(1, value);
      out.writeInt64(2, timestampMs);
      if (startMs != 0) {
        out.writeInt64(3, startMs);
      }
    });
  }

  /// One series `up` with a sample, and one with a histogram.
  private static byte[] v2(long timestampMs, double value) throws IOException {
    return message(out -> {
      for (var symbol : new String[] {"", "__name__", "up", "is it up"}) {
        out.writeString(4, symbol);
      }
      out.writeByteArray(5, series2(new int[] {1, 2}, timestampMs, value));
      out.writeByteArray(
          5,
          message(series -> {
            series.writeByteArray(1, packed(1, 2));
            series.writeByteArray(3, histogram(timestampMs));
          }));
    });
  }

  private static byte[] series2(int[] refs, long timestampMs, double value) throws IOException {
    return message(series -> {
      series.writeByteArray(1, packed(refs));
      series.writeByteArray(2, sample(timestampMs, value, 1000));
      series.writeByteArray(
          5,
          message(metadata -> {
            metadata.writeEnum(1, 1);
            metadata.writeUInt32(3, 3);
          }));
    });
  }

  private static byte[] packed(int... refs) throws IOException {
    return message(out -> {
      for (int ref : refs) {
        out.writeUInt32NoTag(ref);
      }
    });
  }

  private static byte[] histogram(long timestampMs) throws IOException {
    return message(out -> {
      out.writeUInt64(1, 7);
      out.writeDouble(3, 12.5);
      out.writeSInt32(4, -2);
      out.writeByteArray(
          11,
          message(span -> {
            span.writeSInt32(1, -4);
            span.writeUInt32(2, 2);
          }));
      out.writeByteArray(
          12,
          message(deltas -> {
            deltas.writeSInt64NoTag(3);
            deltas.writeSInt64NoTag(-1);
          }));
      out.writeInt64(15, timestampMs);
    });
  }
}

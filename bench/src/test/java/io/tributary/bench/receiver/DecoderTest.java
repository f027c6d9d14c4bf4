package io.tributary.bench.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RequestDecoder;
import io.tributary.testkit.remotewrite.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The fast decoder against the reference one, on random requests.
class DecoderTest {
  private static final long SEED = System.nanoTime();

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Decoder decoder = new Decoder();
  private final Batch batch = new Batch();

  @Test
  void agreesWithTheReferenceOnVersionOne() throws IOException {
    for (int i = 0; i < 200; i++) {
      compare(Version.V1, one());
    }
  }

  @Test
  void agreesWithTheReferenceOnVersionTwo() throws IOException {
    for (int i = 0; i < 200; i++) {
      compare(Version.V2, two());
    }
  }

  @Test
  void hashesALabelSetAlikeInAnyOrder() throws IOException {
    decode(one(List.of("__name__", "up", "job", "a")));
    long hash = batch.seriesHash[0];
    decode(one(List.of("job", "a", "__name__", "up")));
    assertThat(batch.seriesHash[0]).isEqualTo(hash);
  }

  private void decode(byte[] message) {
    decoder.decode(message, message.length, false, batch);
  }

  private void compare(Version version, byte[] message) throws IOException {
    var two = version == Version.V2;
    decoder.decode(message, message.length, two, batch);
    var seen = new ArrayList<ReceivedSample>();
    var labelsByHash = new HashMap<Long, Map<String, String>>();
    for (int i = 0; i < batch.samples; i++) {
      var labels = new TreeMap<String, String>();
      decoder.labels(batch.seriesFrom[i], batch.seriesTo[i], two, labels::put);
      var before = labelsByHash.put(batch.seriesHash[i], labels);
      assertThat(before == null || before.equals(labels)).as("seed %d", SEED).isTrue();
      seen.add(new ReceivedSample(labels, batch.timestampMs[i], batch.valueBits[i], 0));
    }
    assertThat(seen)
        .as("seed %d", SEED)
        .isEqualTo(RequestDecoder.decodeMessage(version, message).samples());
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

  private byte[] one() throws IOException {
    int series = random.nextInt(20);
    return message(out -> {
      for (int s = 0; s < series; s++) {
        out.writeByteArray(1, seriesOne(labels()));
        if (random.nextInt(5) == 0) {
          out.writeByteArray(3, message(metadata -> metadata.writeString(2, "family")));
        }
      }
    });
  }

  private byte[] one(List<String> labels) throws IOException {
    return message(out -> out.writeByteArray(1, seriesOne(labels)));
  }

  private List<String> labels() {
    var labels = new TreeMap<String, String>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      labels.put("label" + random.nextInt(30), "value of " + random.nextInt(1000));
    }
    var flat = new ArrayList<String>();
    labels.forEach((name, value) -> {
      flat.add(name);
      flat.add(value);
    });
    return flat;
  }

  private byte[] seriesOne(List<String> labels) throws IOException {
    return message(series -> {
      for (int i = 0; i < labels.size(); i += 2) {
        int at = i;
        series.writeByteArray(
            1,
            message(label -> {
              label.writeString(1, labels.get(at));
              label.writeString(2, labels.get(at + 1));
            }));
      }
      for (int i = random.nextInt(4); i >= 0; i--) {
        series.writeByteArray(2, sample());
      }
      if (random.nextInt(4) == 0) {
        series.writeByteArray(3, message(exemplar -> exemplar.writeDouble(2, 1)));
      }
    });
  }

  private byte[] sample() throws IOException {
    return message(out -> {
      out.writeDouble(1, random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(9));
      out.writeInt64(2, random.nextInt(2) == 0 ? -random.nextLong(99) : random.nextLong());
    });
  }

  private byte[] two() throws IOException {
    int symbols = 200;
    int series = random.nextInt(20);
    return message(out -> {
      out.writeString(4, "");
      for (int i = 1; i < symbols; i++) {
        out.writeString(4, "symbol " + i);
      }
      for (int s = 0; s < series; s++) {
        out.writeByteArray(5, seriesTwo(symbols));
      }
    });
  }

  private byte[] seriesTwo(int symbols) throws IOException {
    return message(series -> {
      series.writeByteArray(
          1,
          message(refs -> {
            int name = 1 + random.nextInt(10);
            for (int i = random.nextInt(4); i >= 0; i--, name += 11) {
              refs.writeUInt32NoTag(name);
              refs.writeUInt32NoTag(1 + random.nextInt(symbols - 1));
            }
          }));
      for (int i = random.nextInt(4); i >= 0; i--) {
        series.writeByteArray(2, sample());
      }
      series.writeByteArray(5, message(metadata -> metadata.writeUInt32(3, 7)));
    });
  }
}

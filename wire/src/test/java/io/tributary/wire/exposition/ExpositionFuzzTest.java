package io.tributary.wire.exposition;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// The targets for a fuzzer; what must hold is in [ExpositionMutationTest].
class ExpositionFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void textHolds(byte[] body) {
    ExpositionMutationTest.check(ExpositionFormat.TEXT, body);
  }

  @FuzzTest(maxDuration = "30s")
  void openMetricsHolds(byte[] body) {
    ExpositionMutationTest.check(ExpositionFormat.OPEN_METRICS, body);
  }

  @FuzzTest(maxDuration = "30s")
  void protobufHolds(byte[] body) {
    ExpositionMutationTest.check(ExpositionFormat.PROTOBUF, body);
  }
}

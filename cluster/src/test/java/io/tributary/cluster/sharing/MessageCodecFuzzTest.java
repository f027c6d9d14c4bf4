package io.tributary.cluster.sharing;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// The target for a fuzzer; what must hold is in [MessageCodecTest].
class MessageCodecFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void messagesHold(byte[] message) {
    MessageCodecTest.check(message);
  }
}

package io.tributary.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tributary.cluster.discovery.Note.Found;
import io.tributary.cluster.discovery.Note.Has;
import io.tributary.cluster.discovery.Note.State;
import io.tributary.cluster.discovery.Note.Units;
import io.tributary.cluster.discovery.Note.Want;
import io.tributary.model.labels.Labels;
import io.tributary.wire.WireException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
  @Test
  void readsWhatItWrote() {
    for (Note note :
        List.of(
            new Units(true, List.of(new Has("a", false), new Has("b", true))),
            new Want("a"),
            new Found("a", -7, 3, 2, true, false, true, new long[] {5, -5}, new byte[] {1}),
            new State("a", -7, Publication.NOTHING, true, "why"))) {
      assertThat(Note.decode(note.encode())).usingRecursiveComparison().isEqualTo(note);
    }
  }

  @Test
  void keepsLabelsAsTheyAre() {
    Labels target = Labels.of("__address__", "höst:1", "job", "x");
    assertThat(TargetPack.decode(TargetPack.encode(target))).isEqualTo(target);
  }

  @FuzzTest(maxDuration = "30s")
  void notesHold(byte[] bytes) {
    try {
      if (Note.decode(bytes) instanceof Found found) {
        new Findings().take("a", found, new TargetPack());
      }
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}

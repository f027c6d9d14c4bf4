package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/flags.md` lists the flags as the commands have them.
class FlagsDocumentTest {
  @Test
  void everyFlagStandsThereAsHelpHasIt() throws IOException {
    List<String> document = Files.readAllLines(Checkout.file("docs/flags.md"));
    assertThat(document).containsAll(FlagHelp.markdown(PrometheusFlags.ALL).lines().toList());
    assertThat(document).containsAll(FlagHelp.markdown(RunFlags.ALL).lines().toList());
  }
}

package io.tributary.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensFileTest {
  @TempDir Path folder;

  private TokensFile file() {
    return new TokensFile(Disk.real(), folder.resolve("tokens"));
  }

  @Test
  void keepsTokens() throws IOException {
    assertThat(file().read()).isEmpty();
    file().write(List.of(0L, 7L, 0xffff_ffffL));
    assertThat(file().read()).containsExactly(0L, 7L, 0xffff_ffffL);
    file().write(List.of(1L));
    assertThat(file().read()).containsExactly(1L);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    assertThat(Files.readString(folder.resolve("tokens"))).isEqualTo("{\"tokens\":[1]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"tokens\":[1,", "{\"tokens\":[-1]}", "{\"tokens\":[4294967296]}", "x"})
  void saysWhatItCannotRead(String text) throws IOException {
    Files.writeString(folder.resolve("tokens"), text);
    assertThatThrownBy(() -> file().read())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read tokens from " + folder.resolve("tokens"));
  }
}

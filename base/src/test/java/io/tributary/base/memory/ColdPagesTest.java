package io.tributary.base.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.memory.ColdPages.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ColdPagesTest {
  @Test
  void choosesLibrariesAndArchivesThatWereNotCopied() {
    var smaps =
        """
        7f00000000-7f00003000 r-xp 00000000 fe:00 315638 /usr/lib/jvm/libjvm.so
        Rss:                  12 kB
        Anonymous:             0 kB
        VmFlags: rd ex mr mw me
        7f00003000-7f00004000 r--p 00003000 fe:00 315638 /usr/lib/jvm/libjvm.so
        Anonymous:             4 kB
        7f00004000-7f00005000 rw-p 00004000 fe:00 315638 /usr/lib/jvm/libjvm.so
        Anonymous:             0 kB
        7f00005000-7f00006000 r--p 00000000 00:00 0
        Anonymous:             0 kB
        7ffd000000-7ffd002000 r-xp 00000000 00:00 0      [vdso]
        Anonymous:             0 kB
        7f10000000-7f10001000 r--p 00000000 fe:00 7      /opt/with a blank.so
        Anonymous:             0 kB
        7f20000000-7f20001000 r--s 00000000 fe:00 8      /data/wal/segments/0001.so/0002
        Anonymous:             0 kB
        7f30000000-7f30001000 r--p 00000000 fe:00 9      /opt/tributary.aot
        Anonymous:             0 kB
        """;

    assertThat(ColdPages.clean(smaps.lines().toList()))
        .containsExactly(
            new Mapping(0x7f00000000L, 0x3000),
            new Mapping(0x7f10000000L, 0x1000),
            new Mapping(0x7f30000000L, 0x1000));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void releasesTheVirtualMachinesOwnCodeAndRunsOn() throws Exception {
    var pages = new ColdPages();
    assertThat(pages.release()).isGreaterThan(1 << 20);
    assertThat("still %s".formatted("here")).isEqualTo("still here");
  }
}

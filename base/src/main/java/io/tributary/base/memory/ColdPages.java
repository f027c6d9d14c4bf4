package io.tributary.base.memory;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes clean pages of mapped files (the virtual machine's own code, archived classes) out of the
/// resident set.
///
/// Starting up touches far more of them than running does. They stay in the page cache: whatever is
/// still needed comes back with a minor fault, without reading from disk. Only mappings that cannot
/// be written and hold no private copy of a page are touched, so no content can be lost. They give
/// up huge pages as well: where the page cache holds a file in pieces of 2 MiB, one byte that is
/// read would bring a whole piece back.
///
/// Looked for once: only libraries and class archives count, which stay where they are as long as
/// the process runs. Looking, and many calls, would themselves bring back megabytes of what was
/// released. Owned by one thread.
///
/// Source: madvise(2), `MADV_DONTNEED` and `MADV_NOHUGEPAGE`; proc_pid_smaps(5).
public final class ColdPages {
  private static final int MADV_DONTNEED = 4;
  private static final int MADV_NOHUGEPAGE = 15;

  /// Smaller mappings are not worth a call.
  private static final long LEAST_BYTES = 1 << 20;

  private static final Path SMAPS = Path.of("/proc/self/smaps");

  private final MethodHandle madvise = madvise();
  private final List<Mapping> mappings;

  /// Throws where this process' mappings cannot be read: on another system, or in a container
  /// without `/proc`.
  public ColdPages() throws IOException {
    mappings =
        clean(Files.readAllLines(SMAPS)).stream().filter(m -> m.bytes() >= LEAST_BYTES).toList();
    // Refused by kernels without huge pages, which then have none to give up.
    mappings.forEach(mapping -> advise(mapping, MADV_NOHUGEPAGE));
  }

  /// Releases what can be; answers how many bytes of mappings that concerned.
  public long release() {
    long bytes = 0;
    for (Mapping mapping : mappings) {
      if (advise(mapping, MADV_DONTNEED) == 0) {
        bytes += mapping.bytes();
      }
    }
    return bytes;
  }

  private int advise(Mapping mapping, int advice) {
    try {
      return (int)
          madvise.invokeExact(MemorySegment.ofAddress(mapping.start()), mapping.bytes(), advice);
    } catch (Throwable e) {
      throw new IllegalStateException("BUG: madvise cannot be called", e);
    }
  }

  @SuppressWarnings("restricted") // One function of the C library, with the signature it has.
  private static MethodHandle madvise() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("madvise").orElseThrow(),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT));
  }

  /// A range of addresses.
  record Mapping(long start, long bytes) {}

  /// The mappings in `smaps` that stay and of which every page is what its file holds.
  ///
  /// A mapping begins with `start-end perms offset device inode path`, and lines `Name: N kB`
  /// follow; `Anonymous` counts the pages that are private copies.
  static List<Mapping> clean(List<String> smaps) {
    var clean = new ArrayList<Mapping>();
    Mapping candidate = null;
    for (String line : smaps) {
      String[] words = line.strip().split("\\s+");
      if (words[0].endsWith(":")) {
        if (candidate != null && words[0].equals("Anonymous:")) {
          if (words[1].equals("0")) {
            clean.add(candidate);
          }
          candidate = null;
        }
      } else {
        candidate = isReadOnly(words) && isLasting(words) ? mapping(words[0]) : null;
      }
    }
    return clean;
  }

  private static boolean isReadOnly(String[] words) {
    return words.length > 5 && words[1].indexOf('w') < 0;
  }

  /// A library, Java's own classes, or an archive of classes.
  private static boolean isLasting(String[] words) {
    String path = String.join(" ", Arrays.asList(words).subList(5, words.length));
    String name = path.substring(path.lastIndexOf('/') + 1);
    return path.startsWith("/")
        && (name.contains(".so")
            || name.endsWith(".aot")
            || name.endsWith(".jsa")
            || name.equals("modules"));
  }

  private static Mapping mapping(String range) {
    int dash = range.indexOf('-');
    long start = Long.parseUnsignedLong(range.substring(0, dash), 16);
    return new Mapping(start, Long.parseUnsignedLong(range.substring(dash + 1), 16) - start);
  }
}

package io.tributary.exporters.unix.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The functions of the C library that no file answers for, with structs as bytes in the machine's
/// order: who asks knows the layout.
///
/// Handles are made when they are first used, so a host without one of them misses nothing else.
///
/// Source: statfs(2), adjtimex(2), uname(2), getpagesize(2), open(2), ioctl(2); netlink(7) is in
/// [RouteSocket].
public final class LibC {
  private static final int O_RDONLY = 0;
  private static final int O_CLOEXEC = 0x80000;
  private static final int TIMEX_BYTES = 208;
  private static final int UTSNAME_BYTES = 6 * 65;
  private static final int STATFS_BYTES = 120;

  private static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private LibC() {}

  private static final class StatFs {
    static final MethodHandle CALL = function("statfs", ADDRESS, ADDRESS);
  }

  private static final class AdjTimex {
    static final MethodHandle CALL = function("adjtimex", ADDRESS);
  }

  private static final class UName {
    static final MethodHandle CALL = function("uname", ADDRESS);
  }

  private static final class PageSize {
    static final MethodHandle CALL = function("getpagesize");
  }

  private static final class Open {
    static final MethodHandle CALL =
        function(
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
  }

  private static final class Close {
    static final MethodHandle CALL = function("close", JAVA_INT);
  }

  private static final class IoControl {
    static final MethodHandle CALL =
        function(
            "ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));
  }

  /// `struct statfs` of the file system at `path`. Blocks as long as a dead server does.
  public static ByteBuffer statfs(String path) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      MemorySegment struct = arena.allocate(STATFS_BYTES, 8);
      MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
      check("statfs", (int) StatFs.CALL.invokeExact(errno, name, struct), errno);
      return copy(struct);
    } catch (Throwable e) {
      throw failure("statfs", e);
    }
  }

  /// What `adjtimex` returns, and the `struct timex` that it fills.
  public record Timex(int state, ByteBuffer struct) {}

  /// Reads the kernel's clock discipline, changing nothing.
  public static Timex adjtimex() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(TIMEX_BYTES, 8);
      MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
      int state = check("adjtimex", (int) AdjTimex.CALL.invokeExact(errno, struct), errno);
      return new Timex(state, copy(struct));
    } catch (Throwable e) {
      throw failure("adjtimex", e);
    }
  }

  /// `struct utsname`: six texts of 65 bytes.
  public static ByteBuffer uname() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(UTSNAME_BYTES);
      MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
      check("uname", (int) UName.CALL.invokeExact(errno, struct), errno);
      return copy(struct);
    } catch (Throwable e) {
      throw failure("uname", e);
    }
  }

  public static int pageBytes() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
      return check("getpagesize", (int) PageSize.CALL.invokeExact(errno), errno);
    } catch (Throwable e) {
      throw failure("getpagesize", e);
    }
  }

  /// Opens `path` for reading; the caller closes the descriptor.
  public static int open(String path) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
      int flags = O_RDONLY | O_CLOEXEC;
      return check("open " + path, (int) Open.CALL.invokeExact(errno, name, flags), errno);
    } catch (Throwable e) {
      throw failure("open", e);
    }
  }

  public static void close(int descriptor) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
      check("close", (int) Close.CALL.invokeExact(errno, descriptor), errno);
    } catch (Throwable e) {
      throw failure("close", e);
    }
  }

  /// Sends `struct` with the request and takes what the kernel made of it.
  public static ByteBuffer ioctl(int descriptor, long request, byte[] struct)
      throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(struct.length, 8);
      MemorySegment.copy(struct, 0, bytes, JAVA_BYTE, 0, struct.length);
      MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
      int result = (int) IoControl.CALL.invokeExact(errno, descriptor, request, bytes);
      check("ioctl", result, errno);
      return copy(bytes);
    } catch (Throwable e) {
      throw failure("ioctl", e);
    }
  }

  static MemorySegment errno(Arena arena) {
    return arena.allocate(ERRNO_LAYOUT);
  }

  static MethodHandle function(String name, MemoryLayout... arguments) {
    return function(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  @SuppressWarnings("restricted") // Functions of the C library, with the signatures they have.
  static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... more) {
    Linker linker = Linker.nativeLinker();
    var options = new Linker.Option[more.length + 1];
    System.arraycopy(more, 0, options, 0, more.length);
    options[more.length] = Linker.Option.captureCallState("errno");
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }

  static int check(String what, int result, MemorySegment errno) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException(what, (int) ERRNO.get(errno, 0L));
    }
    return result;
  }

  static ErrnoException failure(String function, Throwable e) {
    return switch (e) {
      case ErrnoException known -> known;
      case RuntimeException broken -> throw broken;
      case Error broken -> throw broken;
      default -> throw new IllegalStateException("BUG: " + function + " cannot be called", e);
    };
  }

  static ByteBuffer copy(MemorySegment segment) {
    return ByteBuffer.wrap(segment.toArray(JAVA_BYTE)).order(ByteOrder.nativeOrder());
  }
}

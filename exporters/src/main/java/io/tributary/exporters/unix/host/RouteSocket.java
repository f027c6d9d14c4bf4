package io.tributary.exporters.unix.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Asks the kernel for all of its network interfaces, or all of its neighbours.
///
/// A request is a header and a struct that begins with the address family and is zero otherwise;
/// the answer comes in datagrams of many messages and ends with one of type 3.
///
/// ```
/// 0 length (int)   4 type (short)   6 flags (short)   8 sequence (int)   12 port (int)   16 payload
/// ```
///
/// Source: netlink(7), rtnetlink(7).
public final class RouteSocket {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_ROUTE = 0;

  private static final int HEADER_BYTES = 16;

  /// What is asked for: the type of the request, that of each answer, the family of addresses, and
  /// the size of the struct (`ifinfomsg`, `ndmsg`).
  record Question(int request, int answer, int family, int structBytes) {
    static final Question LINKS = new Question(18, 16, 0, 16);
    static final Question IPV4_NEIGHBOURS = new Question(30, 28, 2, 12);
  }

  private static final short REQUEST_AND_DUMP = 0x1 | 0x300;
  private static final short TYPE_ERROR = 2;
  private static final short TYPE_DONE = 3;

  /// The kernel fills no more than this in one go.
  private static final int BUFFER_BYTES = 64 * 1024;

  /// A bound on datagrams: some millions of messages.
  private static final int MAX_DATAGRAMS = 10_000;

  private RouteSocket() {}

  private static final class Socket {
    static final MethodHandle CALL = LibC.function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  }

  private static final class Send {
    static final MethodHandle CALL =
        LibC.function(
            "send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  }

  private static final class Receive {
    static final MethodHandle CALL =
        LibC.function(
            "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  }

  /// The payloads of all link messages, each an `ifinfomsg` with attributes.
  public static List<ByteBuffer> links() throws IOException {
    return ask(Question.LINKS);
  }

  /// The payloads of all neighbours with IPv4 addresses, each an `ndmsg` with attributes.
  public static List<ByteBuffer> neighbours() throws IOException {
    return ask(Question.IPV4_NEIGHBOURS);
  }

  private static List<ByteBuffer> ask(Question question) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = LibC.errno(arena);
      int socket =
          LibC.check(
              "open a netlink socket",
              (int) Socket.CALL.invokeExact(errno, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE),
              errno);
      try {
        send(socket, question, arena, errno);
        return receive(socket, question, arena, errno);
      } finally {
        LibC.close(socket);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw LibC.failure("netlink", e);
    }
  }

  private static void send(int socket, Question question, Arena arena, MemorySegment errno)
      throws Throwable {
    int length = HEADER_BYTES + question.structBytes();
    ByteBuffer request = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    request.putInt(0, length);
    request.putShort(4, (short) question.request());
    request.putShort(6, REQUEST_AND_DUMP);
    request.putInt(8, 1);
    request.put(HEADER_BYTES, (byte) question.family());
    MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, request.array());
    long sent = (long) Send.CALL.invokeExact(errno, socket, bytes, (long) length, 0);
    LibC.check("send a netlink request", (int) sent, errno);
  }

  private static List<ByteBuffer> receive(
      int socket, Question question, Arena arena, MemorySegment errno) throws Throwable {
    var answers = new ArrayList<ByteBuffer>();
    MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    for (int i = 0; i < MAX_DATAGRAMS; i++) {
      long length = (long) Receive.CALL.invokeExact(errno, socket, buffer, (long) BUFFER_BYTES, 0);
      LibC.check("read a netlink answer", (int) length, errno);
      if (split(LibC.copy(buffer.asSlice(0, length)), question.answer(), answers)) {
        return answers;
      }
    }
    throw new MalformedException("a netlink answer does not end");
  }

  /// Adds the payloads of messages of type `answer` in `datagram`; whether it holds the last one.
  static boolean split(ByteBuffer datagram, int answer, List<ByteBuffer> answers)
      throws IOException {
    int at = 0;
    while (at + HEADER_BYTES <= datagram.limit()) {
      int length = datagram.getInt(at);
      if (length < HEADER_BYTES || length > datagram.limit() - at) {
        throw new MalformedException("a netlink message of " + length + " bytes");
      }
      short type = datagram.getShort(at + 4);
      if (type == TYPE_DONE) {
        return true;
      }
      if (type == TYPE_ERROR) {
        throw new ErrnoException(
            "ask the kernel by netlink", length < HEADER_BYTES + 4 ? 0 : -datagram.getInt(at + 16));
      }
      if (type == answer) {
        answers.add(
            datagram
                .slice(at + HEADER_BYTES, length - HEADER_BYTES)
                .order(ByteOrder.nativeOrder()));
      }
      at += (length + 3) & ~3;
    }
    return false;
  }
}

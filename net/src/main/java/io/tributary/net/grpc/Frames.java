package io.tributary.net.grpc;

import io.tributary.wire.WireException;
import io.tributary.wire.compress.SnappyFrames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// How a message lies in a body:
///
/// ```
///   0      1              5
///   ┌──────┬──────────────┬─────────┐
///   │ flag │ length (BE)  │ message │   flag 1: compressed as the header grpc-encoding says
///   └──────┴──────────────┴─────────┘
/// ```
final class Frames {
  private static final int HEAD_BYTES = 5;

  private Frames() {}

  static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(HEAD_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /// Of a body with a message of so many, but always room for a reason in words.
  static int framedBytes(int messageBytes) {
    return Math.max(64, (int) Math.min(Integer.MAX_VALUE, (long) messageBytes + HEAD_BYTES));
  }

  /// The one message of a body. Throws where there is none, or more, or a longer one.
  static byte[] read(InputStream body, @Nullable String encoding, int maxBytes) throws IOException {
    byte[] head = body.readNBytes(HEAD_BYTES);
    if (head.length < HEAD_BYTES) {
      throw new GrpcException(GrpcStatus.INTERNAL, "cannot read a message: the body is too short");
    }
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(head, 1, Integer.BYTES).getInt());
    if (length > maxBytes) {
      throw tooLong(maxBytes);
    }
    byte[] message = body.readNBytes((int) length);
    if (message.length < length) {
      throw new GrpcException(GrpcStatus.INTERNAL, "cannot read a message: the body is too short");
    }
    if (body.read() >= 0) {
      throw new GrpcException(
          GrpcStatus.UNIMPLEMENTED, "cannot take a call with more than one message");
    }
    return switch (head[0]) {
      case 0 -> message;
      case 1 -> unpack(message, encoding, maxBytes);
      default ->
          throw new GrpcException(GrpcStatus.INTERNAL, "cannot read a message: flag " + head[0]);
    };
  }

  private static byte[] unpack(byte[] message, @Nullable String encoding, int maxBytes)
      throws IOException {
    byte[] plain =
        switch (encoding) {
          case "gzip" -> gunzip(message, maxBytes);
          case "snappy" -> unsnappy(message, maxBytes);
          case null, default ->
              throw new GrpcException(
                  GrpcStatus.UNIMPLEMENTED, "cannot unpack messages of the encoding " + encoding);
        };
    if (plain.length > maxBytes) {
      throw tooLong(maxBytes);
    }
    return plain;
  }

  /// One byte more than there may be, where there is more.
  private static byte[] gunzip(byte[] message, int maxBytes) throws IOException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(message))) {
      return gzip.readNBytes(maxBytes == Integer.MAX_VALUE ? maxBytes : maxBytes + 1);
    }
  }

  /// What agents of the original send whose `grpc_compression` says so.
  ///
  /// Source: grafana/dskit `grpcencoding/snappy/snappy.go`.
  private static byte[] unsnappy(byte[] message, int maxBytes) throws GrpcException {
    try {
      return SnappyFrames.decode(message, maxBytes);
    } catch (WireException e) {
      throw new GrpcException(GrpcStatus.INTERNAL, String.valueOf(e.getMessage()), e);
    }
  }

  private static GrpcException tooLong(int maxBytes) {
    return new GrpcException(
        GrpcStatus.RESOURCE_EXHAUSTED, "cannot take a message of more than " + maxBytes + " bytes");
  }
}

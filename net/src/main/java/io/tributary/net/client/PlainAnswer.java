package io.tributary.net.client;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.http.ChunkReader;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.ResponseHead;
import io.tributary.net.http.ResponseHead.MalformedException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads one answer at a time, with the one reader of HTTP/1 that there is; only an answer whose
/// end is certain leaves the connection usable.
final class PlainAnswer {
  private static final int FIRST_INPUT_BYTES = 4 << 10;
  private static final int MAX_INTERIM_HEADS = 8;

  /// More of a body than this is not worth reading only to keep the connection.
  private static final int MAX_DRAIN_BYTES = 64 << 10;

  private final PlainConnection connection;
  private final ResponseHead responseHead = new ResponseHead();
  private final ChunkReader chunks = new ChunkReader();
  private final ByteSink kept = new ByteSink(256);
  private byte[] input = new byte[FIRST_INPUT_BYTES];
  private @Nullable SocketChannel from;
  private HttpCall call;
  private boolean mayKeep;

  // What was read and not used lies between these two.
  private int start;
  private int end;
  private int bound;
  private boolean truncated;
  private long untilNanos;

  /// Waits with the connection's selector.
  PlainAnswer(PlainConnection connection, URI home) {
    this.connection = connection;
    this.call = HttpCall.get(home);
  }

  void begin(SocketChannel channelToRead, HttpCall newCall, long deadlineNanos) {
    from = channelToRead;
    call = newCall;
    mayKeep = false;
    truncated = false;
    start = 0;
    end = 0;
    kept.clear();
    untilNanos = deadlineNanos;
  }

  /// After [#read]: whether the connection can take another call.
  boolean mayKeep() {
    return mayKeep;
  }

  /// Looks, without waiting, whether something has come.
  boolean hasBegun() {
    try {
      return end > 0 || readSome() > 0;
    } catch (IOException _) {
      return false;
    }
  }

  HttpResponse read() throws IOException, MalformedException {
    int headEnd;
    int interim = 0;
    do {
      headEnd = readHead();
      responseHead.parse(input, start, headEnd);
      int status = responseHead.status();
      if (status == 101 || (status < 200 && ++interim > MAX_INTERIM_HEADS)) {
        throw new MalformedException("unexpected HTTP status " + status);
      }
      if (status < 200) {
        start = headEnd;
      }
    } while (responseHead.status() < 200);
    HttpHeaders headers = responseHead.headers(input);
    start = headEnd;
    boolean success = responseHead.status() < 300;
    bound = success ? call.maxBodyBytes() : call.maxErrorBytes();
    readBody();
    if (truncated && success && !call.headSuffices()) {
      throw PlainConnection.failure(
          Kind.BODY_SIZE, call, "the body is larger than " + bound + " bytes", new IOException());
    }
    return new HttpResponse(
        responseHead.status(), headers, kept.toByteArray(), truncated, call.url());
  }

  private int readHead() throws IOException, MalformedException {
    int searched = start;
    while (true) {
      int headEnd = ResponseHead.end(input, searched, end);
      if (headEnd >= 0 && headEnd - start <= ResponseHead.MAX_BYTES) {
        return headEnd;
      }
      searched = Math.max(start, end - 3);
      if (end - start >= 4 && !looksLikeHttp()) {
        throw new MalformedException("the answer is not HTTP/1");
      }
      if (end - start > ResponseHead.MAX_BYTES) {
        throw ResponseHead.tooLarge();
      }
      fill();
    }
  }

  private boolean looksLikeHttp() {
    return input[start] == 'H'
        && input[start + 1] == 'T'
        && input[start + 2] == 'T'
        && input[start + 3] == 'P';
  }

  private void readBody() throws IOException, MalformedException {
    if (!call.headSuffices()) {
      readFramedBody();
      return;
    }
    untilNanos =
        Math.min(
            untilNanos, Clock.system().nanos() + BodyCollector.REMARK_PATIENCE_MS * 1_000_000L);
    try {
      readFramedBody();
    } catch (IOException | MalformedException _) {
      // The status is known, and that is what counts.
      truncated = true;
      mayKeep = false;
    }
  }

  private void readFramedBody() throws IOException, MalformedException {
    boolean isWhole;
    if (responseHead.hasNoBody() || call.method().equals("HEAD")) {
      isWhole = true;
    } else if (responseHead.isChunked()) {
      isWhole = readChunks();
    } else if (responseHead.contentLength() >= 0) {
      isWhole = readBytes(responseHead.contentLength());
    } else {
      readUntilClosed();
      isWhole = false;
    }
    mayKeep = isWhole && start == end && responseHead.isReusable();
  }

  /// False where the rest is not worth reading.
  private boolean readBytes(long length) throws IOException {
    long left = length;
    while (left > 0) {
      if (start == end) {
        fill();
      }
      int part = (int) Math.min(left, end - start);
      keep(part);
      left -= part;
      if (truncated && left > MAX_DRAIN_BYTES) {
        return false;
      }
    }
    return true;
  }

  private boolean readChunks() throws IOException, MalformedException {
    chunks.reset();
    long total = 0;
    while (true) {
      start = chunks.skipFraming(input, start, end);
      if (chunks.isDone()) {
        return true;
      }
      if (start == end) {
        fill();
        continue;
      }
      int part = (int) Math.min(chunks.dataLeft(), end - start);
      keep(part);
      chunks.taken(part);
      total += part;
      if (truncated && total > MAX_DRAIN_BYTES) {
        return false;
      }
    }
  }

  private void readUntilClosed() throws IOException {
    while (!truncated) {
      if (start == end && !fillUnlessEnded()) {
        return;
      }
      keep(end - start);
    }
  }

  private void keep(int bytes) {
    int room = Math.min(bytes, bound - kept.size());
    kept.put(input, start, room);
    start += bytes;
    truncated |= room < bytes;
  }

  private void fill() throws IOException {
    if (!fillUnlessEnded()) {
      throw new IOException("connection closed before the end of the answer");
    }
  }

  private boolean fillUnlessEnded() throws IOException {
    int read;
    while ((read = readSome()) == 0) {
      connection.await(SelectionKey.OP_READ, untilNanos);
    }
    return read > 0;
  }

  /// Reads what is there into free room, which it makes.
  private int readSome() throws IOException {
    SocketChannel open = from;
    if (open == null) {
      throw new IOException("closed");
    }
    if (start == end) {
      start = 0;
      end = 0;
    }
    if (end == input.length) {
      input = Arrays.copyOf(input, input.length * 2);
    }
    int read = open.read(ByteBuffer.wrap(input, end, input.length - end));
    end += Math.max(read, 0);
    return read;
  }
}
